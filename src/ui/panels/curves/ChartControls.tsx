/** What a person changes of the chart: its reading and what it is drawn against in the row, the rest behind a button. */

import { ActionIcon, NativeSelect, Popover, SegmentedControl } from '@mantine/core';
import { sumBy } from 'es-toolkit';
import { SlidersHorizontal, ZoomOut } from 'lucide-react';
import { type CSSProperties, memo, type ReactNode } from 'react';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useExperiment, useView } from '../../AppContext';
import { referenceName } from '../../charts/chartRuns';
import { useReading } from '../../charts/units';
import type { Zoom } from '../../charts/useZoom';
import { Hint } from '../../kit/Hint';
import { Isolated } from '../../kit/Isolated';
import { Sentence } from '../../kit/Sentence';
import { useLanguage } from '../../useLanguage';
import { ChartSettings } from './ChartSettings';
import classes from './CurvesPanel.module.css';

interface Props {
  /** Of the pane, in CSS pixels; 0 until it is known. */
  width: number;
  zoom: Zoom;
  children: ReactNode;
}

/** Of what stands beside the words of the choices, a run's name among it, of a letter of them, and of the name at least; in CSS pixels. */
const besideWords = 436;
const letterWidth = 9;
const leastName = 150;

/** Not drawn anew with the curves: a choice of Mantine's measures itself each time. */
export const ChartControls = memo(function ChartControls({ width, zoom, children }: Props) {
  useLanguage();
  const { offered } = useReading();
  const words = [
    ...offered.map(({ name }) => name()),
    t('curves.controls.absolute'),
    t('curves.controls.against', { run: '' }),
  ];
  const spare = width - besideWords - letterWidth * sumBy(words, ({ length }) => length);
  /** Whether there is room for selects alone. */
  const narrow = width > 0 && spare < 0;
  const nameRoom = { '--name-room': `${leastName + Math.max(0, spare)}px` } as CSSProperties;
  return (
    <div className={classes.controls} style={nameRoom} data-controls>
      <ReadingChoice narrow={narrow} />
      <AgainstChoice narrow={narrow} />
      {!narrow && <span className={classes.space} />}
      <Hint label={t('curves.controls.resetZoom')}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('curves.controls.resetZoom')}
          data-testid="reset-zoom"
          disabled={zoom.range === null}
          onClick={zoom.reset}
        >
          <ZoomOut size={18} />
        </ActionIcon>
      </Hint>
      <Popover position="bottom-end" withinPortal trapFocus returnFocus shadow="md">
        <Hint label={t('curves.controls.settings')}>
          <Popover.Target>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('curves.controls.settings')}
              data-testid="chart-settings"
            >
              <SlidersHorizontal size={18} />
            </ActionIcon>
          </Popover.Target>
        </Hint>
        <Popover.Dropdown aria-label={t('curves.controls.settings')}>
          <ChartSettings />
        </Popover.Dropdown>
      </Popover>
      {children}
    </div>
  );
});

function ReadingChoice({ narrow }: { narrow: boolean }) {
  const set = useView((v) => v.set);
  const { unit, offered } = useReading();
  return (
    <Choice
      label={t('curves.controls.reading')}
      narrow={narrow}
      choices={offered.map(({ id, name }) => ({ value: id, label: name() }))}
      value={unit.id}
      onChoose={(id) => set({ unit: offered.find((one) => one.id === id)?.id ?? unit.id })}
    />
  );
}

function AgainstChoice({ narrow }: { narrow: boolean }) {
  const set = useView((v) => v.set);
  const against = useView((v) => v.against);
  const pinnedRun = useView((v) => v.pinnedRun);
  const together = useView((v) => v.seedDrawing !== 'each');
  const name = useExperiment((e) => referenceName(e.experiment, pinnedRun, together));
  const shortened = (
    <span title={t('curves.controls.againstHint')}>
      <Sentence
        id="curves.controls.againstShort"
        components={{
          run: (
            <span className={classes.pinned}>
              <Isolated text={name} />
            </span>
          ),
        }}
      />
    </span>
  );
  return (
    <Choice
      label={t('curves.controls.drawn')}
      narrow={narrow}
      choices={[
        { value: 'absolute', label: t('curves.controls.absolute') },
        {
          value: 'against',
          label: t('curves.controls.against', { run: isolated(name) }),
          content: shortened,
        },
      ]}
      value={against ? 'against' : 'absolute'}
      onChoose={(to) => set({ against: to === 'against', againstOpened: true })}
    />
  );
}

interface ChoiceProps {
  label: string;
  narrow: boolean;
  /** `content` is shown instead of the label where there is room for all choices. */
  choices: readonly { value: string; label: string; content?: ReactNode }[];
  value: string;
  onChoose(value: string): void;
}

/** All choices side by side; a select where the pane is narrow. */
function Choice({ label, narrow, choices, value, onChoose }: ChoiceProps) {
  return narrow ? (
    <NativeSelect
      className={classes.narrowChoice}
      classNames={{ input: classes.narrowInput }}
      rightSectionWidth={22}
      size="sm"
      aria-label={label}
      data={choices.map(({ value, label }) => ({ value, label }))}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  ) : (
    <SegmentedControl
      className={classes.choice}
      size="sm"
      aria-label={label}
      data={choices.map(({ value, label, content = label }) => ({ value, label: content }))}
      value={value}
      onChange={onChoose}
    />
  );
}
