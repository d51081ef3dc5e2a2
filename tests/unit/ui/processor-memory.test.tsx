// @vitest-environment happy-dom
// Before Train: a run that the processor has no room for is named, with a batch that fits.
import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { setSettings } from '../../../src/experiment/edit';
import { processorBytes, processorMisfit } from '../../../src/measure/processorMemory';
import { mostBytes } from '../../../src/processor/memory';
import { ProcessorMemory } from '../../../src/ui/ProcessorMemory';
import { app, show, startAnew } from '../../support/page';

startAnew();

const engine = {
  name: 'processor' as const,
  adapter: 'test',
  software: false,
  reason: 'A test.',
  advice: null,
};
const first = defaultExperiment();
const wide = {
  ...first,
  task: { id: 'lookBack', knobs: { distance: 1, symbols: 4 } },
  batch: 256,
  model: { ...first.model, dModel: 512, heads: 8, kvHeads: 8, ffn: 2048, context: 1024 },
};

it('names the run and offers the largest halved batch with which every run fits', async () => {
  const misfit = processorMisfit(wide, 4);
  expect(misfit?.bytes).toBeGreaterThan(mostBytes);
  const batch = misfit?.batch as number;
  for (const run of wide.runs) expect(processorBytes(wide, run, 4, batch)).toBeLessThanOrEqual(mostBytes);
  expect(Math.max(...wide.runs.map((run) => processorBytes(wide, run, 4, 2 * batch)))).toBeGreaterThan(
    mostBytes,
  );

  app.session.runs.setState({ engine });
  const user = show(<ProcessorMemory />);
  expect(screen.queryByTestId('processor-memory')).toBeNull();
  act(() => app.document.experiment.setState({ experiment: wide }));
  expect(screen.getByTestId('processor-memory').textContent).toContain(`“${misfit?.run.name}” takes`);
  await user.click(screen.getByTestId('fitting-batch'));
  expect(app.document.experiment.getState().experiment.batch).toBe(batch);
  expect(screen.queryByTestId('processor-memory')).toBeNull();
});

it('says what else to change where no batch fits, and nothing on a graphics card', () => {
  const huge = setSettings({ batch: 1 })({ ...wide, model: { ...wide.model, ffn: 60_000 } });
  expect(processorMisfit(huge, 4)?.batch).toBeNull();
  app.session.runs.setState({ engine });
  app.document.experiment.setState({ experiment: huge });
  show(<ProcessorMemory />);
  expect(screen.getByTestId('processor-memory').textContent).toContain('smaller width or context');
  act(() => app.session.runs.setState({ engine: { ...engine, name: 'webgpu' } }));
  expect(screen.queryByTestId('processor-memory')).toBeNull();
});
