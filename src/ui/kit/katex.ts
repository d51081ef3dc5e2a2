/** KaTeX with its styles, to be loaded when the first formula is shown: none is at the start. */
import 'katex/dist/katex.min.css';

export { render } from 'katex';
