/** The English catalogue: a file for each part of the page, its name the first part of the key. */
import actions from './actions.json';
import app from './app.json';
import atlas from './atlas.json';
import charts from './charts.json';
import classroom from './class.json';
import compare from './compare.json';
import costs from './costs.json';
import curves from './curves.json';
import embed from './embed.json';
import evaluation from './evaluation.json';
import failure from './failure.json';
import figures from './figures.json';
import format from './format.json';
import gallery from './gallery.json';
import generate from './generate.json';
import header from './header.json';
import help from './help.json';
import inside from './inside.json';
import kit from './kit.json';
import layout from './layout.json';
import lessons from './lessons.json';
import lessonWriting from './lessonWriting.json';
import library from './library.json';
import maps from './maps.json';
import notices from './notices.json';
import present from './present.json';
import print from './print.json';
import runBar from './runBar.json';
import runs from './runs.json';
import settings from './settings.json';
import share from './share.json';
import sweeps from './sweeps.json';
import task from './task.json';
import text from './text.json';
import time from './time.json';
import tokenLoss from './tokenLoss.json';
import tokens from './tokens.json';

export const en = {
  actions,
  app,
  atlas,
  charts,
  class: classroom,
  compare,
  costs,
  curves,
  embed,
  evaluation,
  failure,
  figures,
  format,
  gallery,
  generate,
  header,
  help,
  inside,
  kit,
  layout,
  lessons,
  lessonWriting,
  library,
  maps,
  notices,
  present,
  print,
  runBar,
  runs,
  settings,
  share,
  sweeps,
  task,
  text,
  time,
  tokenLoss,
  tokens,
};
