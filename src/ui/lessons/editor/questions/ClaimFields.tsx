/** Claims about results, all of which hold where an option is right: a run's value is above or below a number or another run's. */
import type { Run } from '../../../../experiment/schema';
import { t } from '../../../../i18n/i18n';
import type { Claim } from '../../../../lessons/claims';
import { NumberField } from '../../../kit/NumberField';
import classes from '../Editor.module.css';
import { ChoiceField } from '../fields';
import { ListFields } from '../ListFields';
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
  return (
    <ListFields
      entries={claims}
      least={1}
      name={(number) => t('lessonWriting.form.claim', { number })}
      removes={(number) => t('lessonWriting.form.removeClaim', { number })}
      adds={t('lessonWriting.form.addClaim')}
      blank={() => claims.at(-1) as Claim}
      fields={(claim, at) => (
        <>
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
        </>
      )}
      onChange={onChange}
    />
  );
}
