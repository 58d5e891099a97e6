import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LineClient } from '../../../tests/helpers/line-client.ts';
import { setKey } from '../../../tests/helpers/key-updates.ts';
import { joinAsStockClient } from '../../../tests/helpers/stock-client.ts';
import { registerProject, startServer } from '../../../tests/helpers/sync-server.ts';
import { CATALOGUE } from './catalogue.ts';
import { PrometheusMetrics } from './prometheus-metrics.ts';

const SERVER = join(import.meta.dirname, '../..');

const ends: (() => unknown)[] = [];

afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

async function setup() {
	const metrics = new PrometheusMetrics();
	const disk = { isFull: false };
	const server = await startServer({
		deps: { metrics },
		wrapStorage: (storage) => ({
			...storage,
			documents: new Proxy(storage.documents, {
				get(log, name) {
					if (name === 'append' && disk.isFull) return () => Promise.reject(new Error('full'));
					return (log[name as keyof typeof log] as () => unknown).bind(log);
				},
			}),
		}),
	});
	ends.push(() => server.close());
	const project = await registerProject(server.origin);
	async function value(line: string): Promise<number> {
		const text = await metrics.read();
		const found = text.split('\n').find((each) => each.startsWith(`rastudios_${line} `));
		return Number(found?.split(' ')[1] ?? 0);
	}
	return { server, project, disk, value, address: project.mintAddress() };
}

describe('metrics', () => {
	it('[L66] each one that is declared is counted somewhere', () => {
		const sources = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ts') && !/\.test\.ts$|catalogue\.ts$/.test(path))
			.map((path) => readFileSync(join(SERVER, path), 'utf8'))
			.join('');
		const idle = Object.keys(CATALOGUE).filter((name) => !sources.includes(`'${name}'`));
		expect(idle).toEqual([]);
	});

	it('[L59] an edit is counted on its way in, to the disk and out', async () => {
		const { server, project, address, value } = await setup();
		const [ann, ben] = [
			await LineClient.join(server.origin, project.token),
			await LineClient.join(server.origin, project.token),
		];
		ends.push(
			() => ann.socket.terminate(),
			() => ben.socket.terminate(),
		);
		await ann.open(1, address);
		await ben.open(1, address);
		const [received, sent] = [await value('bytes_received_total'), await value('bytes_sent_total')];
		const edit = setKey('a');
		await ann.store(1, 1, edit);
		await ben.next('server-update');
		expect(await value('connections_total')).toBe(2);
		expect(await value('connections')).toBe(2);
		expect([await value('updates_total'), await value('updates_stored_total')]).toEqual([1, 1]);
		expect([await value('commit_updates_count'), await value('commit_updates_sum')]).toEqual([1, 1]);
		expect([await value('commit_seconds_count'), await value('ack_seconds_count')]).toEqual([1, 1]);
		expect(await value('bytes_received_total')).toBeGreaterThan(received);
		expect(await value('bytes_sent_total')).toBeGreaterThan(sent);
		expect(await value('rooms')).toBe(1);
		expect(await value('room_bytes')).toBe(edit.byteLength);
		await ann.leave();
		await ben.leave();
		await expect.poll(() => value('connections')).toBe(0);
	});

	it('[L59] refusals, cuts and a failing disk are counted by their reason', async () => {
		const { server, project, address, value, disk } = await setup();
		const link = await project.share('viewer');
		const viewer = await LineClient.join(server.origin, link.token);
		await viewer.open(1, address);
		viewer.send({ type: 'update', channel: 1, seq: 1, update: setKey('no') });
		await viewer.next('error');
		expect(await value('updates_refused_total{reason="read-only"}')).toBe(1);
		viewer.socket.send(new Uint8Array([99]));
		await viewer.closed;
		expect(await value('connections_cut_total{reason="invalid"}')).toBe(1);

		const ann = await LineClient.join(server.origin, project.token);
		await ann.open(1, address);
		disk.isFull = true;
		ann.send({ type: 'update', channel: 1, seq: 1, update: setKey('full') });
		await ann.next('error');
		expect(await value('updates_refused_total{reason="storage"}')).toBe(1);
		expect(await value('store_failures_total{part="documents"}')).toBe(1);
		const stock = joinAsStockClient(server.origin, address, project.token);
		ends.push(() => stock.destroy());
		stock.doc.getMap('entities').set('also', 1);
		await expect.poll(() => value('updates_refused_total{reason="storage"}')).toBeGreaterThanOrEqual(2);
		await expect.poll(() => value('connections_cut_total{reason="storage"}')).toBeGreaterThanOrEqual(1);
		expect(await value('updates_stored_total')).toBe(0);
		await ann.leave();
	});

	it('[L60] what happens on a connection is logged with the id of its request', async () => {
		const { server, project } = await setup();
		const ann = await LineClient.join(server.origin, project.token);
		await ann.leave();
		const said = (message: string) => server.log.entries.filter((entry) => entry.message === message);
		await expect.poll(() => said('Disconnected').length).toBe(1);
		const [connected, left] = [said('Connected')[0], said('Disconnected')[0]];
		expect(connected?.fields?.['request']).toMatch(/^[\w-]{12}$/);
		expect(left?.fields?.['request']).toBe(connected?.fields?.['request']);
		expect(JSON.stringify(server.log.entries)).not.toContain(project.token);
	});
});
