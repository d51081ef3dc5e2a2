/**
 * The registry of snippets: what a page, a deck or a notebook takes in to show a frame of the lab. docs/embedding.md shows each of them,
 * and says with which version it was tried.
 */
import { markupText } from '../../format/markup';
import { t } from '../../i18n/i18n';

export interface Frame {
  url: string;
  /** In CSS pixels. */
  width: number;
  height: number;
}

interface Snippet {
  id: string;
  name(): string;
  write(frame: Frame): string;
}

export const snippets: readonly Snippet[] = [
  {
    id: 'html',
    name: () => t('share.embed.html'),
    write: (frame) => iframe(frame, 'src', ' loading="lazy"'),
  },
  {
    id: 'reveal',
    name: () => 'reveal.js',
    write: (frame) => `<section>
  ${iframe(frame, 'data-src')}
</section>

<!-- Once in the deck, after Reveal.initialize: keys that the frame does not use go on to the deck, and the focus with them. -->
<script>
  addEventListener('message', ({ origin, data }) => {
    if (origin !== ${quoted(originOf(frame))} || data?.lab !== 1 || data.type !== 'key') return;
    document.activeElement?.blur();
    Reveal.triggerKey(data.keyCode);
  });
</script>
`,
  },
  {
    id: 'slidev',
    name: () => 'Slidev',
    write: (frame) => `${iframe(frame, 'src')}

<script setup>
import { useEventListener } from '@vueuse/core'
// Keys that the frame does not use go on to the deck, and the focus with them.
useEventListener(window, 'message', ({ origin, data }) => {
  if (origin !== ${quoted(originOf(frame))} || data?.lab !== 1 || data.type !== 'key') return
  document.activeElement?.blur()
  const { key, code, keyCode, shiftKey } = data
  for (const type of ['keydown', 'keyup'])
    window.dispatchEvent(new KeyboardEvent(type, { key, code, keyCode, shiftKey, bubbles: true }))
})
</script>
`,
  },
  {
    id: 'jupyter',
    name: () => 'Jupyter',
    write: ({ url, width, height }) => `from IPython.display import IFrame

IFrame(${quoted(url)}, width=${width}, height=${height})
`,
  },
];

const iframe = ({ url, width, height }: Frame, source: 'src' | 'data-src', rest = ''): string =>
  `<iframe ${source}="${markupText(url)}" title="Attention Lab" width="${width}" height="${height}" style="border:0"${rest}></iframe>`;

const originOf = ({ url }: Frame): string => new URL(url).origin;

/** A text as JavaScript and Python both write it; no tag in it ends a script. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll('<', '\\u003c');
