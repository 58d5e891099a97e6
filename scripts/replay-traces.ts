// `npm run traces -- <folder or file>…`: replays real editing histories (github.com/josephg/editing-traces) through
// script documents and compares what comes out with what was recorded.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { replayTrace } from './traces/replay.ts';
import { loadTrace } from './traces/trace.ts';

const isTrace = (name: string) => /\.json(\.gz)?$/.test(name);

function tracesAt(path: string): string[] {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.filter(isTrace)
		.sort()
		.map((name) => join(path, name));
}

/** Replays one file and prints a line about it; whether it ended as recorded. */
function replayFile(path: string): boolean {
	const name = basename(path).replace(/\.json(\.gz)?$/, '');
	const trace = loadTrace(path);
	if (!trace.ok) {
		console.log(`${name}: cannot be read: ${trace.error}`);
		return false;
	}
	const start = performance.now();
	const replayed = replayTrace(trace.value);
	const seconds = ((performance.now() - start) / 1000).toFixed(1);
	if (!replayed.ok) {
		console.log(`${name}: ${trace.value.txns.length} transactions, ${seconds} s, DIFFERS: ${replayed.error}`);
		return false;
	}
	const { transactions, patches, replicas, exchanged, order } = replayed.value;
	const merged =
		trace.value.kind === 'concurrent'
			? `, ${replicas} replicas, ${exchanged} updates exchanged, ${order}`
			: '';
	console.log(`${name}: ${transactions} transactions, ${patches} patches${merged}, ${seconds} s, OK`);
	return true;
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
	console.error(
		'Usage: npm run traces -- <folder or file>…   (.json or .json.gz of github.com/josephg/editing-traces)',
	);
	process.exit(1);
}
let failed = 0;
for (const path of paths) {
	const files = tracesAt(path);
	if (files.length === 0) {
		console.error(`${path}: there is no trace (.json or .json.gz) at this path.`);
		failed++;
	}
	for (const file of files) if (!replayFile(file)) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
