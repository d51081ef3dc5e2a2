/** The design principles of attention that the paper relaxes one at a time (§3), with its four colours. */
import type { PrincipleId } from './variant';

export interface Principle {
  name: string;
  /** What the principle asks for, and what relaxing it gives up. */
  meaning: string;
  /** Fill and text of a chip in the light and the dark theme; text on fill has contrast AA. */
  light: { fill: string; text: string; line: string };
  dark: { fill: string; text: string; line: string };
  /** A pattern that tells the principle without colour. */
  pattern: 'plain' | 'dots' | 'diagonal' | 'horizontal' | 'cross';
}

export const principles: Record<PrincipleId, Principle> = {
  none: {
    name: 'Nothing relaxed',
    meaning: 'Full dot-product attention, the yardstick.',
    light: { fill: '#dfe3e8', text: '#1f2933', line: '#52606d' },
    dark: { fill: '#3b4754', text: '#f0f4f8', line: '#9aa5b1' },
    pattern: 'plain',
  },
  mixing: {
    name: 'Token mixing',
    meaning: 'A token may read the tokens before it. Without it, every position works alone.',
    light: { fill: '#e2d2f5', text: '#43207a', line: '#6f3cb4' },
    dark: { fill: '#4b2a7d', text: '#f0e6ff', line: '#b58cf0' },
    pattern: 'dots',
  },
  form: {
    name: 'Mathematical form',
    meaning: 'Weights are the softmax of query-key products. Relaxed, they are something simpler.',
    light: { fill: '#cfe3fb', text: '#0b3f7a', line: '#1565c0' },
    dark: { fill: '#124a87', text: '#e3f0ff', line: '#6db3f5' },
    pattern: 'diagonal',
  },
  sequence: {
    name: 'Sequence dependency',
    meaning: 'The map is computed from the text at hand. Relaxed, every text gets the same map.',
    light: { fill: '#cdebd3', text: '#0f4a22', line: '#2e7d46' },
    dark: { fill: '#1d5a33', text: '#e2f7e8', line: '#6fcf8d' },
    pattern: 'horizontal',
  },
  currentQK: {
    name: 'Current queries and keys',
    meaning: 'Queries and keys come from the layer’s own input. Relaxed, from the embedding alone.',
    light: { fill: '#fbe7a8', text: '#5a4300', line: '#9a7400' },
    dark: { fill: '#6b5200', text: '#fff4cf', line: '#f0c84a' },
    pattern: 'cross',
  },
};
