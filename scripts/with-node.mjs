// Runs one of our TypeScript tools on Node 26 after making sure everything is there:
//   node scripts/with-node.mjs [--browser] scripts/tool.ts [arguments]
import process from 'node:process';
import { main, nodePath, run, setup, stopRunning, toolEnv } from './setup.mjs';

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopRunning(signal));

await main(async () => {
	const args = process.argv.slice(2);
	const browser = args[0] === '--browser';
	if (browser) args.shift();
	const { browsers } = await setup({ browser });
	return run(nodePath(), args, { env: toolEnv(browsers) });
});
