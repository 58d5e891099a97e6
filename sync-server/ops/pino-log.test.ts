import { describe, expect, it } from 'vitest';
import { mintClaim } from '#lib/base/ids.ts';
import { createPinoLog, type LogLevel } from './pino-log.ts';

function setup(level: LogLevel = 'debug') {
	const lines: string[] = [];
	const log = createPinoLog({ level, now: () => 0, destination: { write: (line) => void lines.push(line) } });
	return { log, lines, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const ACCOUNT_NAMES = ['password', 'refreshToken', 'recoveryCode', 'verifier', 'ticket', 'setupCode'];
const TOKEN = 'eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJwcmoiOiJ4In0.c2lnbmF0dXJl_-x';

describe('the log', () => {
	it('[L60] is one JSON object a line, with time, level, message and fields', () => {
		const { log, lines } = setup();
		log.warn('A document\nis "late"', { document: 'd', ms: 12, first: true, cause: null });
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatch(/^[^\n]+\n$/);
		expect(JSON.parse(lines[0]!)).toEqual({
			level: 'warn',
			time: '1970-01-01T00:00:00.000Z',
			message: 'A document\nis "late"',
			document: 'd',
			ms: 12,
			first: true,
			cause: null,
		});
	});

	it('[L60] entries of one request carry its id', () => {
		const { log, entries } = setup();
		const request = log.with({ request: 'r1' }).with({ method: 'GET' });
		request.error('A request failed', { status: 500 });
		expect(entries()).toMatchObject([{ request: 'r1', method: 'GET', status: 500 }]);
	});

	it('[L60] has the levels asked for and those above', () => {
		const { log, entries } = setup('warn');
		for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level);
		log.with({ request: 'r1' }).info('info');
		expect(entries().map(({ message }) => message)).toEqual(['warn', 'error']);
	});

	it('[L60] a secret does not get in: by its name, or by its look wherever it stands', () => {
		const claim = mintClaim();
		const { log, lines } = setup();
		const names = ['token', 'accessToken', 'claim', 'Authorization', 'cookie', 'set-cookie', 'metricsToken'];
		for (const name of [
			...names,
			'sec-websocket-protocol',
			'secWebSocketProtocol',
			'signing_key',
			...ACCOUNT_NAMES,
		]) {
			log.info('x', { [name]: 'hidden-value' });
			log.with({ [name]: 'hidden-value' }).info('x');
		}
		for (const text of [
			TOKEN,
			`GET https://studio.example/join/p#${TOKEN}`,
			`rastudios.token.${TOKEN}`,
			`rastudios.token.hidden-value, rastudios.yjs`,
			`Authorization: Bearer hidden-value`,
			`bearer  hidden-value`,
			claim,
			`the claim "${claim}" is taken`,
			`/sync/a.b?token=hidden-value`,
			`https://x.example/a?key=hidden-value#more`,
			'x'.repeat(990) + TOKEN,
		]) {
			log.info(text);
			log.error('x', { cause: text });
			log.with({ path: text }).warn('x');
		}
		const all = lines.join('');
		expect(lines).toHaveLength(53 + 2 * ACCOUNT_NAMES.length);
		for (const secret of ['hidden-value', claim, 'eyJ', 'c2lnbmF0dXJl']) expect(all).not.toContain(secret);
	});

	it('[L60] what is no secret stays readable', () => {
		const { log, entries } = setup();
		log.info('Listening', {
			document: 'V1StGXR8_Z5jdHi6B-myTq.V1StGXR8_Z5jdHi6B-myTq',
			path: '/api/projects/V1StGXR8_Z5jdHi6B-myTq/assets/missing',
			hash: 'a'.repeat(64),
		});
		expect(entries()[0]).toMatchObject({
			document: 'V1StGXR8_Z5jdHi6B-myTq.V1StGXR8_Z5jdHi6B-myTq',
			path: '/api/projects/V1StGXR8_Z5jdHi6B-myTq/assets/missing',
			hash: 'a'.repeat(64),
		});
		log.info('y'.repeat(5000));
		expect(String(entries()[1]?.['message']).length).toBeLessThan(1100);
	});
});
