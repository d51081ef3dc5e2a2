/** Live maps of the chosen run for a probe text, layers by heads, and one of them large. */
import { Button, Select, TextInput } from '@mantine/core';
import type { Look } from '../../runtime/protocol';
import { useExperiment } from '../../store/experimentStore';
import { useRuns } from '../../store/runsStore';
import { useChosenRun, useView } from '../../store/viewStore';
import { variant } from '../../variants';
import { BigMap } from '../heatmap/BigMap';
import { gradient } from '../heatmap/colormap';
import classes from '../heatmap/heatmap.module.css';
import { MapCanvas } from '../heatmap/MapCanvas';
import { IndicatorList } from './IndicatorList';

export function AttentionPanel() {
  const runs = useExperiment((e) => e.experiment.runs);
  const run = useChosenRun();
  const { probe, layer, head, enlarged, set } = useView();
  const { look, lookError } = useRuns();
  const current = look?.runId === run.id && look.layers.length === run.layers.length ? look : null;
  const chosen = current?.layers[layer];
  return (
    <section className="panel" aria-labelledby="attention-title">
      <header>
        <h2 id="attention-title">Attention</h2>
        <span className={classes.scale}>
          weight 0 <span className={classes.bar} style={{ background: gradient }} /> 1 (root scale)
        </span>
      </header>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12 }}>
        <Select
          label="Run"
          allowDeselect={false}
          data={runs.map(({ id, name }) => ({ value: id, label: name }))}
          value={run.id}
          onChange={(runId) => set({ runId })}
        />
        <TextInput
          label="Probe text"
          style={{ flex: '1 1 240px' }}
          value={probe}
          data-testid="probe"
          description={current?.cut ? 'Longer than the context: its start is shown.' : undefined}
          error={lookError}
          onChange={(event) => set({ probe: event.currentTarget.value })}
        />
      </div>
      {current ? (
        <Grid look={current} />
      ) : (
        <p className="muted" style={{ marginTop: 12 }}>
          The maps appear with the first step: press Train or Step.
        </p>
      )}
      {current && enlarged && chosen?.map && (
        <>
          <BigMap
            look={current}
            map={chosen.map}
            layer={layer}
            head={head}
            onClose={() => set({ enlarged: false })}
          />
          <Button size="xs" variant="default" onClick={() => set({ enlarged: false })}>
            Close the large map
          </Button>
        </>
      )}
      {chosen?.indicators && chosen.scores && (
        <IndicatorList layer={layer} indicators={chosen.indicators} scores={chosen.scores} />
      )}
    </section>
  );
}

function Grid({ look }: { look: Look }) {
  const run = useChosenRun();
  const { layer: chosenLayer, head: chosenHead, enlarged, set } = useView();
  const heads = Array.from({ length: look.heads }, (_, h) => h);
  const rows = look.layers.map((layer, l) => ({ layer, l })).reverse();
  return (
    <ul className={classes.grid}>
      {rows.map(({ layer, l }) => (
        <li key={l} className={classes.row}>
          <span className={classes.label}>
            Layer {l + 1}
            <br />
            {variant(run.layers[l] ?? 'standard').name}
          </span>
          {layer.map ? (
            <div className={classes.heads}>
              {heads.map((h) => (
                <button
                  key={h}
                  type="button"
                  className={classes.map}
                  data-testid={`map-${l}-${h}`}
                  aria-label={`Layer ${l + 1}, head ${h + 1}: enlarge the map`}
                  aria-pressed={enlarged && chosenLayer === l && chosenHead === h}
                  onClick={() => set({ layer: l, head: h, enlarged: true })}
                >
                  <MapCanvas map={layer.map as Float32Array} head={h} T={look.tokens.length} />
                </button>
              ))}
            </div>
          ) : (
            <span className="muted">Mixes no tokens: every position works alone.</span>
          )}
        </li>
      ))}
    </ul>
  );
}
