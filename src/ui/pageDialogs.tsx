/** The registry of the page's dialogs. It and all that they show is a file of its own, loaded once the page is drawn. */

import type { ComponentType } from 'react';
import type { PageDialogKind } from '../app/document/viewStore';
import { t } from '../i18n/i18n';
import { AtlasDialog } from './atlas/AtlasDialog';
import { Help } from './Help';
import { LessonsDialog } from './lessons/LessonsDialog';
import { Library } from './library/Library';
import { ShareDialog } from './share/ShareDialog';

interface PageDialog {
  title(): string;
  size: string;
  Content: ComponentType<{ onDone: () => void }>;
}

export const pageDialogs: Record<PageDialogKind, PageDialog> = {
  atlas: { title: () => t('layout.dialogs.atlas'), size: 'min(1600px, 96vw)', Content: AtlasDialog },
  lessons: { title: () => t('lessons.title'), size: 'lg', Content: LessonsDialog },
  help: { title: () => t('layout.dialogs.help'), size: 'xl', Content: Help },
  share: { title: () => t('layout.dialogs.share'), size: 'xl', Content: ShareDialog },
  export: { title: () => t('layout.dialogs.share'), size: 'xl', Content: ShareDialog },
  library: { title: () => t('layout.dialogs.library'), size: 'lg', Content: Library },
};
