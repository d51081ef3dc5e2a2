/** Shows a text to copy: a click in it selects all of it, the button copies it. */
import { Button, Textarea } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { copyText } from '../../platform/sharing';
import classes from './Share.module.css';

interface Props {
  label: string;
  description?: string;
  text: string;
  /** Subject of the message "… is copied." */
  what: string;
  testId: string;
}

export function CopyField({ label, description, text, what, testId }: Props) {
  const [outcome, setOutcome] = useState<{ of: string; message?: string; error?: string } | null>(null);
  const copy = async () => {
    setOutcome(
      (await copyText(text))
        ? { of: text, message: `${what} is copied.` }
        : {
            of: text,
            error: 'The browser did not let the page copy. Select the text and copy it with the keyboard.',
          },
    );
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
          Copy
        </Button>
        <p className="muted" role="status" data-testid={`copied-${testId}`}>
          {current?.message}
        </p>
      </div>
      {current?.error && (
        <p className="error" role="alert">
          {current.error}
        </p>
      )}
    </div>
  );
}
