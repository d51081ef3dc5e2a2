/** Shows what a run looked at to write a token: the text before it, shaded by the weights of one head. */
import { NativeSelect } from '@mantine/core';
import { range } from 'es-toolkit';
import { useId } from 'react';
import { textLabel } from '../../../data/tokenizers/labels';
import type { Run } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { type ReadPrompt, type WrittenToken, weightUnit } from '../../../runtime/protocol';
import { useExperiment, useView } from '../../AppContext';
import { QueryRow } from '../../heatmap/QueryRow';
import classes from './GeneratePanel.module.css';

interface Props {
  /** As it is now. */
  run: Run;
  read: ReadPrompt;
  /** That it wrote, at least one. */
  tokens: readonly WrittenToken[];
  /** The place of the one that is shown. */
  place: number;
}

export function LookedAt({ run, read, tokens, place }: Props) {
  const heads = useExperiment((e) => e.experiment.model.heads);
  const chosenLayer = useView((v) => v.layer);
  const chosenHead = useView((v) => v.head);
  const set = useView((v) => v.set);
  const title = useId();
  const token = tokens[place];
  const byLayer = token?.lookedAt;
  // An edit since then may have changed the stack.
  if (!token || byLayer?.length !== run.layers.length) return null;
  const layer = Math.min(chosenLayer, byLayer.length - 1);
  const head = Math.min(chosenHead, heads - 1);
  const row = rowOf(byLayer[layer] ?? null, heads, head);
  const before = [...read.tokens, ...tokens.slice(0, place).map(({ text }) => textLabel(text))];
  return (
    <figure className={classes.looked} aria-labelledby={title} data-testid="looked-at">
      <figcaption id={title}>
        {t('generate.lookedAt.title', { run: isolated(run.name), token: isolated(textLabel(token.text)) })}
      </figcaption>
      <NativeSelect
        size="sm"
        w="fit-content"
        aria-label={t('generate.lookedAt.head')}
        data-testid="looked-at-head"
        value={`${layer} ${head}`}
        onChange={(event) => {
          const [l = 0, h = 0] = event.currentTarget.value.split(' ').map(Number);
          set({ layer: l, head: h });
        }}
        data={run.layers.flatMap((_, l) =>
          range(heads).map((h) => ({
            value: `${l} ${h}`,
            label: t('inside.layerHead', { layer: l + 1, head: h + 1 }),
          })),
        )}
      />
      {row ? (
        <QueryRow tokens={before.slice(-row.length)} weights={row} current={strongest(row)} />
      ) : (
        <p className="muted">{t('generate.lookedAt.none', { layer: layer + 1 })}</p>
      )}
    </figure>
  );
}

/** One head's weights of those of a layer, (heads, n). */
function rowOf(units: Uint16Array | null, heads: number, head: number): Float32Array | null {
  if (!units) return null;
  const n = units.length / heads;
  return Float32Array.from(units.subarray(head * n, (head + 1) * n), (weight) => weight * weightUnit);
}

const strongest = (weights: Float32Array): number => weights.indexOf(Math.max(...weights));
