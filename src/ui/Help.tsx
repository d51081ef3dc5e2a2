/** Explains what the lab shows, what each variant relaxes and each task isolates, and lists every key. */
import type { ReactNode } from 'react';
import { principles } from '../attention/principles';
import { variants } from '../attention/variants';
import { tasks } from '../data/tasks';
import { t } from '../i18n/i18n';
import { actions } from './actions';
import type { Action } from './actions/action';
import { keyName } from './actions/keys';
import { localKeys } from './actions/localKeys';
import { variantKeys } from './actions/stackActions';
import { Credits } from './Credits';
import classes from './Help.module.css';
import { Keys } from './kit/Keys';

export function Help() {
  return (
    <div className={classes.help}>
      <section>
        <h3>What this is</h3>
        <p>
          Attention is built from several design principles. The paper{' '}
          <a href="https://arxiv.org/abs/2510.11602">Deconstructing Attention</a> asks which of them a
          language model needs, by relaxing them one at a time. Here you do the same: each run is a small
          language model, each layer of it has a variant of attention, and all runs train side by side on your
          own machine, on the same text in the same order. Nothing leaves the browser.
        </p>
        <p>
          Press Train and watch the loss: how surprised a model is by the next token (a character, or a piece
          of a word), in nats. Lower is better. Below the curves, the maps show where each head looks: row by
          row, how much a token (the query) weighs each token before it (the keys).
        </p>
      </section>
      <section>
        <h3>What each variant relaxes</h3>
        <table>
          <tbody>
            {variants.map(({ id, name, principle, summary }) => (
              <tr key={id}>
                <td>
                  <Keys keys={variantKeys(id)} />
                </td>
                <th scope="row">
                  {name}
                  <small>{principles[principle].name}</small>
                </th>
                <td>{summary}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <h3>What each task isolates</h3>
        <p>
          In place of a text the runs can learn a task: sequences made by a rule, with right answers to be
          counted.
        </p>
        <table>
          <tbody>
            {tasks.map(({ id, name, isolates }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td>{isolates}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <h3>Keys</h3>
        <div className={classes.keys}>
          <KeyTable caption="Anywhere, unless you are writing">
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
        </div>
      </section>
      <section>
        <h3>Texts, licences, and working without a network</h3>
        <Credits />
      </section>
    </div>
  );
}

function ActionKeys({ of }: { of: readonly Action[] }) {
  return of.map(({ id, keys, name }) => (
    <KeyRow key={id} name={name()}>
      {keys.map((sequence, i) => (
        <span key={sequence}>
          {i > 0 && ' or '}
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
