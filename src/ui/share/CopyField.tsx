/** Shows a text to copy: a click in it selects all of it, the button copies it. */
import { Button, Textarea } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/i18n';
import { copyText } from '../../platform/sharing';
import classes from './Share.module.css';

interface Props {
  label: string;
  description?: string;
  text: string;
  /** Says that it is copied. */
  copied: string;
  testId: string;
}

export function CopyField({ label, description, text, copied, testId }: Props) {
  const [outcome, setOutcome] = useState<{ of: string; done: boolean } | null>(null);
  const copy = async () => {
    setOutcome({ of: text, done: await copyText(text) });
  };
  // The outcome of another text says nothing of this one.
  const current = outcome?.of === text ? outcome : null;
  return (
    <div className={classes.copy}>
      <Textarea
        label={label}
        description={description}
        value={text}
        readOnly
        rows={3}
        spellCheck={false}
        data-testid={testId}
        classNames={{ input: classes.text }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={classes.line}>
        <Button
          size="xs"
          variant="default"
          leftSection={<Copy size={16} />}
          data-testid={`copy-${testId}`}
          onClick={() => void copy()}
        >
          {t('share.copy.button')}
        </Button>
        <p className="muted" role="status" data-testid={`copied-${testId}`}>
          {current?.done && copied}
        </p>
      </div>
      {current?.done === false && (
        <p className="error" role="alert">
          {t('share.copy.refused')}
        </p>
      )}
    </div>
  );
}
