/** A text to be taken away: selected with one click, copied with another. */
import { Button, Textarea } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import classes from './Share.module.css';

interface Props {
  label: string;
  description?: string;
  text: string;
  /** What was copied, as the sentence says it. */
  what: string;
  testId: string;
}

export function CopyField({ label, description, text, what, testId }: Props) {
  const [said, setSaid] = useState<{ of: string; calm?: string; trouble?: string } | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid({ of: text, calm: `${what} is copied.` });
    } catch {
      setSaid({
        of: text,
        trouble: 'The browser did not let the page copy. Select the text and copy it with the keyboard.',
      });
    }
  };
  // What was said of another text is no longer true.
  const current = said?.of === text ? said : null;
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
          {current?.calm}
        </p>
      </div>
      {current?.trouble && (
        <p className="error" role="alert">
          {current.trouble}
        </p>
      )}
    </div>
  );
}
