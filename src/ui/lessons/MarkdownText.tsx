/** Renders the Markdown of a lesson's text. */
import Markdown from 'react-markdown';
import type { LessonText } from '../../lessons/text';
import { plainText } from './lessonText';

/** What a lesson's Markdown can be: no links out of the page, no pictures, no HTML. */
const allowed = ['p', 'strong', 'em', 'code', 'ul', 'ol', 'li', 'blockquote', 'br', 'h3'];

export function MarkdownText({ text }: { text: LessonText }) {
  return (
    <Markdown allowedElements={allowed} unwrapDisallowed>
      {plainText(text)}
    </Markdown>
  );
}
