// Preloaded into every process the bench starts: its standard input is a pipe of the bench, and ends with it, however
// the bench ended. So nothing is left running.
import process from 'node:process';
import { Socket } from 'node:net';

const pipe = new Socket({ fd: 0 });
pipe.on('close', () => process.exit(1));
pipe.on('error', () => process.exit(1));
pipe.resume();
pipe.unref();
