/** Explains what the lab shows, what each variant relaxes and each task isolates, and lists every key. */

import { type ReactNode, useDeferredValue } from 'react';
import { variants } from '../attention/variants';
import { tasks } from '../data/tasks';
import { entryName, words } from '../format/words';
import { t } from '../i18n/i18n';
import { actions } from './actions';
import type { Action } from './actions/action';
import { keyName } from './actions/keys';
import { localKeys } from './actions/localKeys';
import { presentActions } from './actions/presentActions';
import { variantKeys } from './actions/stackActions';
import { Credits, paperAddress } from './Credits';
import classes from './Help.module.css';
import { Anchor } from './kit/Anchor';
import { Keys } from './kit/Keys';
import { principleWords } from './kit/principleWords';
import { Sentence } from './kit/Sentence';

export function Help() {
  // What is read first is there first; the rest, most of which has to be scrolled to, follows it.
  const isWhole = useDeferredValue(true, false);
  return (
    <div className={classes.help}>
      <section>
        <h3>{t('help.lab.title')}</h3>
        <p>
          <Sentence id="help.lab.what" components={{ paper: <Anchor href={paperAddress} /> }} />
        </p>
        <p>{t('help.lab.reading')}</p>
      </section>
      {isWhole && <Reference />}
    </div>
  );
}

/** The variants, the tasks, the keys and the credits. */
function Reference() {
  return (
    <>
      <section>
        <h3>{t('help.variants.title')}</h3>
        <table>
          <tbody>
            {variants.map(({ id, name, principle, summary }) => (
              <tr key={id}>
                <td>
                  <Keys keys={variantKeys(id)} />
                </td>
                <th scope="row">
                  {name}
                  <small>{principleWords(principle).name}</small>
                </th>
                <td>{words(`variants.${id}.summary`, summary)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <h3>{t('help.tasks.title')}</h3>
        <p>{t('help.tasks.intro')}</p>
        <table>
          <tbody>
            {tasks.map(({ id, name, isolates }) => (
              <tr key={id}>
                <th scope="row">{entryName('tasks', { id, name })}</th>
                <td>{words(`tasks.${id}.isolates`, isolates)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <h3>{t('help.keys.title')}</h3>
        <div className={classes.keys}>
          <KeyTable caption={t('help.keys.anywhere')}>
            <ActionKeys of={actions.filter(({ focus }) => !focus)} />
          </KeyTable>
          {[...new Set(localKeys.map((k) => k.where))].map((where) => (
            <KeyTable key={where} caption={t(`actions.where.${where}`)}>
              <ActionKeys of={actions.filter(({ focus }) => focus?.where === where)} />
              {localKeys
                .filter((k) => k.where === where)
                .map(({ keys, name }) => (
                  <KeyRow key={name()} name={name()}>
                    {keys.map((key) => (
                      <kbd key={key}>{keyName(key)}</kbd>
                    ))}
                  </KeyRow>
                ))}
            </KeyTable>
          ))}
          <KeyTable caption={t('present.help')}>
            <ActionKeys of={presentActions.filter(({ keys }) => keys.length > 0)} />
          </KeyTable>
        </div>
      </section>
      <section>
        <h3>{t('help.credits.title')}</h3>
        <Credits />
      </section>
    </>
  );
}

function ActionKeys({ of }: { of: readonly Action[] }) {
  return of.map(({ id, keys, name }) => (
    <KeyRow key={id} name={name()}>
      {keys.map((sequence, i) => (
        <span key={sequence}>
          {i > 0 && <> {t('help.keys.or')} </>}
          <Keys keys={sequence} />
        </span>
      ))}
    </KeyRow>
  ));
}

function KeyTable({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <table>
      <caption>{caption}</caption>
      <tbody>{children}</tbody>
    </table>
  );
}

function KeyRow({ name, children }: { name: string; children: ReactNode }) {
  return (
    <tr>
      <td>{children}</td>
      <td>{name}</td>
    </tr>
  );
}
