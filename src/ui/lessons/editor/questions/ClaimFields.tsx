/** Claims about results, all of which hold where an option is right: a run's value is above or below a number or another run's. */
import { Button } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { Run } from '../../../../experiment/schema';
import { formatCount } from '../../../../format/numbers';
import { t } from '../../../../i18n/i18n';
import type { Claim } from '../../../../lessons/claims';
import { NumberField } from '../../../kit/NumberField';
import classes from '../Editor.module.css';
import { ChoiceField } from '../fields';
import { MeasureFields } from '../MeasureFields';

interface Props {
  claims: readonly Claim[];
  runs: readonly Run[];
  /** @returns why they are refused, or null */
  onChange(claims: Claim[]): string | null;
}

export function ClaimFields({ claims, runs, onChange }: Props) {
  const change = (at: number, how: Partial<Claim>) =>
    onChange(claims.map((one, i) => (i === at ? { ...one, ...how } : one)));
  const last = claims.at(-1);
  return (
    <>
      {claims.map((claim, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a claim is known by its place
          key={at}
          className={classes.form}
          aria-label={t('lessonWriting.form.claim', { number: formatCount(at + 1) })}
        >
          <MeasureFields
            measure={claim.measure}
            runs={runs}
            onChange={(measure) => change(at, { measure })}
          />
          <div className={classes.fields}>
            <ChoiceField
              label={t('lessonWriting.form.compares.label')}
              value={claim.is}
              data={(['above', 'below'] as const).map((value) => ({
                value,
                label: t(`lessonWriting.form.compares.${value}`),
              }))}
              onChange={(is) => change(at, { is })}
            />
            <ChoiceField
              label={t('lessonWriting.form.than.label')}
              value={typeof claim.than === 'number' ? 'number' : 'run'}
              data={(['number', 'run'] as const).map((value) => ({
                value,
                label: t(`lessonWriting.form.than.${value}`),
              }))}
              onChange={(than) => change(at, { than: than === 'number' ? 50 : claim.measure })}
            />
            {typeof claim.than === 'number' && (
              <NumberField
                label={t('lessonWriting.form.than.number')}
                value={claim.than}
                testId={`claim-than-${at}`}
                onCommit={(than) => change(at, { than })}
              />
            )}
          </div>
          {typeof claim.than !== 'number' && (
            <MeasureFields measure={claim.than} runs={runs} onChange={(than) => change(at, { than })} />
          )}
          {claims.length > 1 && (
            <div className={classes.buttons}>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<Trash2 size={16} />}
                onClick={() => onChange(claims.toSpliced(at, 1))}
              >
                {t('lessonWriting.form.removeClaim', { number: formatCount(at + 1) })}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      {last && (
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Plus size={16} />}
            onClick={() => onChange([...claims, last])}
          >
            {t('lessonWriting.form.addClaim')}
          </Button>
        </div>
      )}
    </>
  );
}
