/** Renders what a frame shows, in all the room there is: the panels of one place, or a map alone. */
import { PanelPlace } from '../layout/TabbedPanels';
import { FramedMap } from './FramedMap';
import { panelsAt, type Show } from './shows';

export function ShowPanels({ show: { place } }: { show: Show }) {
  if (place === null) return <FramedMap />;
  return panelsAt(place).map((panel) => <PanelPlace key={panel.id} panel={panel} />);
}
