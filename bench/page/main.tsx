/** Starts the bench page, which measures nothing before its button is pressed. */
import { connectLab } from '../../src/runtime/client';
import { drawPage } from '../../src/ui/drawPage';
import { BenchPage } from './BenchPage';
import { secondsOf } from './cases';
import { Measurement } from './measurement';

const measurement = new Measurement(connectLab, secondsOf(location.search));
drawPage(() => <BenchPage measurement={measurement} />);
