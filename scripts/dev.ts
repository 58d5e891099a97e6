// `npm run dev`: the app with hot reload and the server, which restarts when its code changes, on one origin.
import { spawn } from 'node:child_process';
import { createServer as createPortProbe } from 'node:net';
import process from 'node:process';
import { createServer } from 'vite';

const host = process.env['HOST'] ?? '127.0.0.1';
const port = Number(process.env['PORT'] ?? 4400);

/** A port nobody listens on: the server's own, reached only through Vite's. */
function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createPortProbe();
		probe.on('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

const inner = await freePort();
const server = spawn(
	process.execPath,
	[
		'--watch',
		'--watch-preserve-output',
		'--watch-path=sync-server',
		'--watch-path=src/lib',
		'sync-server/main.ts',
	],
	{ env: { ...process.env, HOST: '127.0.0.1', PORT: String(inner) }, stdio: ['ignore', 'ignore', 'inherit'] },
);

const target = `http://127.0.0.1:${inner}`;
const vite = await createServer({
	server: {
		host,
		port,
		strictPort: true,
		proxy: {
			'/api': { target, changeOrigin: true },
			'/sync': { target, changeOrigin: true, ws: true, rewriteWsOrigin: true },
		},
	},
});
await vite.listen();
console.log(`RaStudios in development: http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`);

let ending = false;
async function end(): Promise<void> {
	if (ending) return;
	ending = true;
	server.kill('SIGTERM');
	await vite.close();
	process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end());
