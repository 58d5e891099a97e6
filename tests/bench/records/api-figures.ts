import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { registerProject, spawnServer, type ServerProcess } from '../../helpers/sync-server.ts';
import { againstBudget, type Figure } from '../figure.ts';
import { runLoad } from '../sync/load.ts';
import { percentile } from '../sync/percentile.ts';
import { cpuTime } from '../sync/processes.ts';
import { fillAudit } from './audit-figures.ts';
import { sayingLoad } from './machine-load.ts';

const PER_SECOND = 200;
const SECONDS = 10;
const SIGNING_IN = 8;
const PASSWORD = 'a-long-walk-in-the-rain-42';

/** One's own profile, and a filtered page among a million lines, of the real server at 200 requests a second. */
export async function measureApi(): Promise<Figure[]> {
	return withFolder(async (dataDir) => {
		await withServer(dataDir, (server) => post(server, 'accounts', { handle: 'boss', displayName: 'Boss' }));
		const database = new DatabaseSync(join(dataDir, 'rastudios.db'));
		fillAudit(database);
		database.close();
		const measureAll = async (server: ServerProcess) => {
			const { accessToken } = await post(server, 'sessions', { handle: 'boss' });
			const headers = { Authorization: `Bearer ${accessToken}` };
			const load = (path: string) => measure(server, `${server.origin}/api${path}`, headers);
			const simple = await load('/users/me');
			const complex = await load('/admin/audit?actor=busy&outcome=refused');
			return [
				againstBudget('api-simple-p95', 'ms', percentile(simple, 0.95), 20),
				againstBudget('api-complex-p95', 'ms', percentile(complex, 0.95), 100),
			];
		};
		// Who is there already: the name is kept from who comes first.
		return withServer(dataDir, measureAll, 'boss');
	});
}

/** How long an edit waits to be on the disk while people sign in, as many as the server takes. */
export async function measureAckUnderSignIn(): Promise<Figure[]> {
	return withFolder((dataDir) =>
		withServer(dataDir, async (server) => {
			await post(server, 'accounts', { handle: 'boss', displayName: 'Boss' });
			const { origin } = server;
			const { projectId, token } = await registerProject(origin);
			const load = { origin, projectId, token, handle: 'boss', password: PASSWORD, seconds: SECONDS };
			const quiet = await sayingLoad('acknowledgements, nobody signs in', () =>
				runLoad('measureAcks', { ...load, signingIn: 0 }),
			);
			const { acks, signIns } = await sayingLoad('acknowledgements under sign-ins', () =>
				runLoad('measureAcks', { ...load, signingIn: SIGNING_IN }),
			);
			if (signIns === 0) throw new Error('Nobody got in: nothing was hashed');
			const [p99, alone] = [percentile(acks, 0.99), percentile(quiet.acks, 0.99)];
			const rate = Math.round(signIns / SECONDS);
			console.log(`${rate} sign-ins a second; p99 without them ${alone.toFixed(1)} ms`);
			return [againstBudget('ack-under-signin-p99', 'ms', p99, 50)];
		}),
	);
}

async function measure(
	server: ServerProcess,
	url: string,
	headers: Readonly<Record<string, string>>,
): Promise<number[]> {
	const pid = server.child.pid ?? 0;
	const before = cpuTime(pid);
	const times = await sayingLoad(url.replace(server.origin, ''), () =>
		runLoad('measureHttp', { url, headers, perSecond: PER_SECOND, seconds: SECONDS }),
	);
	const ms = (cpuTime(pid) - before) / times.length;
	console.log(
		`  ${ms.toFixed(2)} ms of the server's processor each; p50 ${percentile(times, 0.5).toFixed(1)} ms`,
	);
	return times;
}

async function withFolder<T>(use: (dataDir: string) => Promise<T>): Promise<T> {
	const dataDir = mkdtempSync(join(tmpdir(), 'rastudios-api-'));
	try {
		return await use(dataDir);
	} finally {
		rmSync(dataDir, { recursive: true });
	}
}

async function withServer<T>(
	dataDir: string,
	use: (server: ServerProcess) => Promise<T>,
	firstAdmin = '',
): Promise<T> {
	const server = await spawnServer(
		{
			DATA_DIR: dataDir,
			RASTUDIOS_REQUESTS_PER_MINUTE: '1000000',
			RASTUDIOS_REQUESTS_PER_HOUR: '10000000',
			RASTUDIOS_TRUSTED_PROXIES: '127.0.0.1',
			RASTUDIOS_MODULES: JSON.stringify({ accounts: { options: { firstAdmin } } }),
		},
		{ lifetime: 180_000 },
	);
	try {
		return await use(server);
	} finally {
		await server.end('SIGTERM');
	}
}

async function post(server: ServerProcess, path: string, person: object): Promise<{ accessToken: string }> {
	const answer = await fetch(`${server.origin}/api/${path}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ ...person, password: PASSWORD, device: 'bench' }),
	});
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
	return (await answer.json()) as { accessToken: string };
}
