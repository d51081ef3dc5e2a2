/** Keys that a part of the page handles itself while it has the focus, for the help. */
export const localKeys: readonly { where: string; keys: readonly string[]; name: string }[] = [
  { where: 'On a layer', keys: ['←', '↑', '→', '↓'], name: 'Go to another layer (← →) or run (↑ ↓)' },
  { where: 'On a layer', keys: ['Delete'], name: 'Remove the layer' },
  { where: 'On the time slider', keys: ['←', '→', 'Page ↑', 'Page ↓'], name: 'Go from capture to capture' },
  { where: 'On the time slider', keys: ['Home', 'End'], name: 'Go to the first capture, or live' },
  { where: 'On the chart', keys: ['←', '→', 'Home', 'End'], name: 'Read every run’s losses at a step' },
  { where: 'On the chart', keys: ['+', '−'], name: 'Zoom in and out' },
  { where: 'On the chart', keys: ['Enter'], name: 'Show maps and figures at that step' },
  { where: 'On the chart', keys: ['Escape'], name: 'Show all of it again' },
  {
    where: 'On the large map',
    keys: ['←', '↑', '→', '↓', 'Home', 'End'],
    name: 'Read the weight of a query and a key',
  },
  { where: 'On the large map', keys: ['Page ↑', 'Page ↓'], name: 'Go several queries up or down' },
  { where: 'On the large map', keys: ['Escape'], name: 'Close it' },
];
