import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import { SIGNAL_QUOTAS } from '#lib/protocol/signals.ts';
import type { RoomMember } from './room-member.ts';
import { DRAG_RELAY_MS, RoomSignals, type RoomSignal } from './room-signals.ts';

class Member implements RoomMember {
	readonly heard: RoomSignal[] = [];
	readonly role: ProjectRole;
	readonly name = null;
	clientId: number | null;

	constructor(clientId: number | null, role: ProjectRole) {
		this.clientId = clientId;
		this.role = role;
	}
	userFor(clientId: number): string {
		return `user ${clientId}`;
	}
	sendSignal(signal: RoomSignal): void {
		this.heard.push(signal);
	}
	readonly dialect = 'plain';
	encodeUpdate(): readonly Uint8Array[] {
		return [];
	}
	sendUpdates(): void {}
	sendPresence(): void {}
	probe(): void {}
}

function setup() {
	const clock = new ManualClock(1_000_000);
	const ann = new Member(1, 'editor');
	const ben = new Member(2, 'viewer');
	const members = new Set([ann, ben, new Member(3, 'owner')]);
	const published: RoomSignal[] = [];
	const signals = new RoomSignals({
		clock,
		members: () => members,
		clientIdOf: (member) => (member as Member).clientId,
		publish: (signal) => published.push(signal),
	});
	return { clock, ann, ben, signals, published };
}

const bytes = (length = 2, fill = 1) => new Uint8Array(length).fill(fill);

describe('signals in a room', () => {
	it('[P25] reach the others with who said it, and are given to other instances once', () => {
		const { ann, ben, signals, published } = setup();
		expect(signals.receive(ann, 'chat', bytes()).ok).toBe(true);
		const signal = { clientId: 1, user: 'user 1', kind: 'chat', payload: bytes() };
		expect(ben.heard).toEqual([signal]);
		expect(ann.heard).toEqual([]);
		expect(published).toEqual([signal]);
		signals.absorb({ ...signal, kind: 'chat', clientId: 9 });
		expect(ann.heard).toHaveLength(1);
		expect(published).toHaveLength(1);
	});

	it.each(Object.entries(SIGNAL_QUOTAS))(
		'[P25] [L30] %s is refused by name beyond its quota',
		(kind, quota) => {
			const { clock, ann, ben, signals } = setup();
			for (let i = 0; i < quota.burst; i++) expect(signals.receive(ann, kind, bytes()).ok).toBe(true);
			expect(signals.receive(ann, kind, bytes())).toMatchObject({ error: { code: 'rate-limited' } });
			clock.advance(1_000);
			expect(ben.heard.length).toBeLessThanOrEqual(quota.burst);
			let taken = 0;
			while (signals.receive(ann, kind, bytes()).ok) taken++;
			expect(taken).toBe(quota.perSecond);
			clock.advance(60_000);
			const before = ben.heard.length;
			expect(signals.receive(ann, kind, bytes(quota.bytes + 1))).toMatchObject({
				error: { code: 'too-large' },
			});
			expect(signals.receive(ben, kind, bytes()).ok).toBe(quota.needs === 'project.presence');
			clock.advance(1_000);
			expect(ben.heard.length).toBe(before);
		},
	);

	it('[P25] [L30] one member’s flood takes nothing from another, and an unknown kind is refused', () => {
		const { ann, ben, signals } = setup();
		for (let i = 0; i < 100; i++) signals.receive(ann, 'chat', bytes());
		expect(signals.receive(ben, 'chat', bytes()).ok).toBe(true);
		for (const kind of ['nonsense', '__proto__', 'constructor', '']) {
			expect(signals.receive(ben, kind, bytes())).toMatchObject({ error: { code: 'invalid' } });
		}
	});

	it('[P25] who shows no presence says nothing', () => {
		const { ann, ben, signals } = setup();
		ann.clientId = null;
		expect(signals.receive(ann, 'chat', bytes())).toMatchObject({ error: { code: 'invalid' } });
		expect(ben.heard).toEqual([]);
	});

	it('[P26] [L32] of drags only the newest goes on, 20 times a second', () => {
		const { clock, ann, ben, signals } = setup();
		for (let i = 0; i < 20; i++) signals.receive(ann, 'drag', bytes(2, i));
		clock.advance(0);
		expect(ben.heard.map(({ payload }) => payload[0])).toEqual([19]);
		clock.advance(1_000);
		for (let i = 0; i < 50; i++) {
			signals.receive(ann, 'drag', bytes(2, i));
			clock.advance(DRAG_RELAY_MS / 2);
		}
		clock.advance(1_000);
		expect(ben.heard.length).toBeLessThanOrEqual(2 + 1_250 / DRAG_RELAY_MS);
		expect(clock.pending).toBe(0);
	});

	it('a member who leaves leaves nothing', () => {
		const { clock, ann, ben, signals } = setup();
		signals.receive(ann, 'drag', bytes());
		signals.leave(ann);
		clock.advance(1_000);
		expect(ben.heard).toEqual([]);
		signals.receive(ann, 'drag', bytes());
		signals.dispose();
		expect(clock.pending).toBe(0);
	});
});
