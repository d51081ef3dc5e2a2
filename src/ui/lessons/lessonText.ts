/** Texts of a lesson in the reader's language. */
import { i18n } from '../../i18n/i18n';
import { type LessonText, textIn } from '../../lessons/text';

/** Gives a text as it stands, for what takes no elements. */
export const plainText = (text: LessonText): string => textIn(text, i18n.language);
