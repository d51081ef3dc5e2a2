// @vitest-environment happy-dom
// What a layer's card says of the probe: that it is too short to tell the layer from standard attention.
import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Layer } from '../../../src/attention/layers';
import { LayerIdentities } from '../../../src/ui/panels/runs/LayerIdentities';
import { app, show, startAnew } from '../../support/page';

startAnew();

const layer: Layer = { variant: 'slidingWindow', window: 16 };
const text = (id: string) => screen.queryByTestId(`identity-${id}`)?.textContent ?? null;
const probe = (count: number) =>
  act(() =>
    app.session.runs.setState({
      attentionProbe: {
        runId: 'standard',
        step: 3,
        tokens: Array.from({ length: count }, () => 'a'),
        heads: 1,
        cut: false,
        unknown: [],
        layers: [],
      },
    }),
  );

it('follows the probe that is shown, and says nothing before there is one', () => {
  show(<LayerIdentities layer={layer} place={1} />);
  expect([text('oneToken'), text('windowOverProbe')]).toEqual([null, null]);
  probe(1);
  expect(text('oneToken')).toContain('The probe has one token, which attends to itself alone');
  probe(8);
  expect(text('oneToken')).toBeNull();
  expect(text('windowOverProbe')).toContain('the probe has 8 tokens, and the window hides none of them');
  probe(17);
  expect(text('windowOverProbe')).toBeNull();
});

it('changes the first word of the probe for a fixed map, and shows that map', async () => {
  const { view } = app.document;
  view.getState().set({ probe: 'one two', dockTab: 'costs', enlarged: false });
  const user = show(<LayerIdentities layer={{ variant: 'fixedSeqQK' }} place={2} />);
  expect(text('fixedMap')).toContain('Typing at the end cannot show it');
  await user.click(screen.getByTestId('change-start-of-layer'));
  expect(view.getState()).toMatchObject({ probe: 'two one', dockTab: 'maps', layer: 2, enlarged: true });
});
