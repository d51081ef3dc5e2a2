/** The design principles of attention that the paper relaxes one at a time (§3), with its four colours. */
import type { PrincipleId } from './variant';

export interface Principle {
  name: string;
  /** What the principle asks for, and what relaxing it gives up. */
  meaning: string;
  /**
   * Fill, text and pattern of a chip in the light and the dark theme; text on fill has contrast AA. All are paler or darker than any
   * run's colour (src/ui/runStyle.ts), in grey too.
   */
  light: { fill: string; text: string; line: string };
  dark: { fill: string; text: string; line: string };
  /** A pattern that tells the principle without colour. */
  pattern: 'plain' | 'dots' | 'diagonal' | 'horizontal' | 'cross';
}

export const principles: Record<PrincipleId, Principle> = {
  none: {
    name: 'Nothing relaxed',
    meaning: 'Full dot-product attention, the yardstick.',
    light: { fill: '#dfe3e8', text: '#1f2933', line: '#232e37' },
    dark: { fill: '#3b4754', text: '#f0f4f8', line: '#dfe5ec' },
    pattern: 'plain',
  },
  mixing: {
    name: 'Token mixing',
    meaning: 'A token may read the tokens before it. Without it, every position works alone.',
    light: { fill: '#e2d2f5', text: '#38196a', line: '#3f1d78' },
    dark: { fill: '#4b2a7d', text: '#f0e6ff', line: '#e6d8ff' },
    pattern: 'dots',
  },
  form: {
    name: 'Mathematical form',
    meaning: 'Weights are the softmax of query-key products. Relaxed, they are something simpler.',
    light: { fill: '#cfe3fb', text: '#0a2f5c', line: '#0c3566' },
    dark: { fill: '#124a87', text: '#e3f0ff', line: '#d2e7ff' },
    pattern: 'diagonal',
  },
  sequence: {
    name: 'Sequence dependency',
    meaning: 'The map is computed from the text at hand. Relaxed, every text gets the same map.',
    light: { fill: '#cdebd3', text: '#0c3a1a', line: '#0f401f' },
    dark: { fill: '#1d5a33', text: '#e2f7e8', line: '#cdf0d8' },
    pattern: 'horizontal',
  },
  currentQK: {
    name: 'Queries and keys from the current layer',
    meaning: 'Queries and keys come from the layer’s own input. Relaxed, from the embedding alone.',
    light: { fill: '#fbe7a8', text: '#402f00', line: '#463400' },
    dark: { fill: '#6b5200', text: '#fff4cf', line: '#ffe9a6' },
    pattern: 'cross',
  },
};
