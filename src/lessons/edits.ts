/** The registry of edits that a lesson can make: the app's own, by their names and with their arguments. */
import { variantIds } from '../attention/variants';
import * as edit from '../experiment/edit';
import { placements } from '../experiment/placements';
import { type Experiment, limits, parseExperiment } from '../experiment/schema';
import { z } from '../zod';

const run = z.string().max(40);
const variant = z.enum(variantIds);
const layer = z
  .int()
  .min(0)
  .max(limits.layers - 1);
const placement = z.enum(placements.map(({ id }) => id) as [string, ...string[]]);

export const editSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('setVariant'), run, layer, variant }),
  z.strictObject({ do: z.literal('place'), run, placement, variant }),
  z.strictObject({ do: z.literal('addLayer'), run }),
  z.strictObject({ do: z.literal('removeLayer'), run, layer }),
  z.strictObject({ do: z.literal('duplicate'), run }),
  z.strictObject({ do: z.literal('remove'), run }),
  z.strictObject({ do: z.literal('rename'), run, name: z.string() }),
  z.strictObject({ do: z.literal('setModel'), to: z.record(z.string(), z.unknown()) }),
  z.strictObject({ do: z.literal('set'), to: z.record(z.string(), z.unknown()) }),
  z.strictObject({ do: z.literal('chooseTask'), task: z.string() }),
  z.strictObject({ do: z.literal('setKnob'), knob: z.string(), value: z.number() }),
  z.strictObject({ do: z.literal('headsOff'), run, heads: z.array(z.tuple([layer, z.int().min(0)])) }),
]);

export type LessonEdit = z.infer<typeof editSchema>;

function transition(e: LessonEdit): edit.Transition {
  switch (e.do) {
    case 'setVariant':
      return edit.setVariant(e.run, e.layer, e.variant);
    case 'place':
      return edit.placeRun(
        e.run,
        placements.find(({ id }) => id === e.placement) as (typeof placements)[number],
        e.variant,
      );
    case 'addLayer':
      return edit.addLayer(e.run);
    case 'removeLayer':
      return edit.removeLayer(e.run, e.layer);
    case 'duplicate':
      // Later edits of the lesson, and its recording, name the copy.
      return edit.duplicateRun(e.run, edit.numberedId);
    case 'remove':
      return edit.removeRun(e.run);
    case 'rename':
      return edit.renameRun(e.run, e.name);
    case 'setModel':
      return edit.setModel(e.to);
    case 'set':
      return edit.setSettings(e.to);
    case 'chooseTask':
      return edit.chooseTask(e.task);
    case 'setKnob':
      return edit.setKnob(e.knob, e.value);
    case 'headsOff':
      return (experiment) => ({
        ...experiment,
        runs: experiment.runs.map((one) =>
          one.id === e.run ? edit.withOverrides(one, { ...one.overrides, headsOff: e.heads }) : one,
        ),
      });
  }
}

/** Makes edits one after the other. @throws Error where what comes of them is no experiment */
export function edited(experiment: Experiment, edits: readonly LessonEdit[]): Experiment {
  const after = edits.reduce((now, one) => transition(one)(now), experiment);
  const parsed = parseExperiment(after);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.experiment;
}
