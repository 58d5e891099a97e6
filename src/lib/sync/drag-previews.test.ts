import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { mintEntityId, type EntityId } from '../base/ids.ts';
import { decodeDrag, encodeDrag, MAX_DRAGGED } from './drag-codec.ts';
import { DRAG_END_MS, DRAG_EXPIRY_MS, DragPreviews, type DragChange } from './drag-previews.ts';
import { LoopbackRoom } from './loopback-room.ts';

function setup() {
	const clock = new ManualClock();
	const room = new LoopbackRoom(clock);
	const join = (clientId: number) => {
		const port = room.join({ clientId, user: `user ${clientId}` });
		const audience = { isAlone: false, isSending: false };
		const drags = new DragPreviews({
			port,
			clock,
			isAlone: () => audience.isAlone,
			isSending: () => audience.isSending,
		});
		const changes: DragChange[] = [];
		const shown = new Map<EntityId, DragChange['values']>();
		drags.onChange((change) => {
			changes.push(change);
			if (change.values) shown.set(change.id, change.values);
			else shown.delete(change.id);
		});
		return { port, drags, changes, shown, audience };
	};
	return { clock, join, ann: join(1), ben: join(2), id: mintEntityId() };
}

const at = (x: number) => ({ position: [x, 0, 0] as const });

describe('drag previews', () => {
	it('[L32] show the others the newest state, at most 20 times a second', () => {
		const { clock, ann, ben, id } = setup();
		for (let x = 1; x <= 250; x++) {
			ann.drags.drag([{ id, ...at(x) }]);
			clock.advance(4);
		}
		clock.advance(60);
		expect(ben.changes.length).toBeGreaterThan(15);
		expect(ben.changes.length).toBeLessThanOrEqual(21);
		expect(ben.shown.get(id)).toEqual(at(250));
		expect(ann.changes).toEqual([]);
	});

	it('[L32] stay until the edit had its time to arrive, and go at once when given up', () => {
		const { clock, ann, ben, id } = setup();
		ann.drags.drag([{ id, ...at(1) }]);
		clock.advance(10);
		ann.drags.end();
		clock.advance(DRAG_END_MS - 20);
		expect(ben.shown.size).toBe(1);
		clock.advance(100);
		expect(ben.shown.size).toBe(0);
		ann.drags.drag([{ id, ...at(2) }]);
		clock.advance(60);
		ann.drags.cancel();
		clock.advance(60);
		expect(ben.shown.size).toBe(0);
		expect(clock.pending).toBe(0);
	});

	it('[L32] stay as long as the edit itself is on its way, but not for ever', () => {
		const { clock, ann, ben, id } = setup();
		ann.audience.isSending = true;
		ann.drags.drag([{ id, ...at(1) }]);
		ann.drags.end();
		clock.advance(4 * DRAG_END_MS);
		expect(ben.shown.size).toBe(1);
		ann.audience.isSending = false;
		clock.advance(DRAG_END_MS + 60);
		expect(ben.shown.size).toBe(0);
		ann.audience.isSending = true;
		ann.drags.drag([{ id, ...at(2) }]);
		ann.drags.end();
		clock.advance(DRAG_EXPIRY_MS + DRAG_END_MS + 60);
		expect(ben.shown.size).toBe(0);
		expect(clock.pending).toBe(0);
	});

	it('[L32] cost nothing while nobody is there to see them', () => {
		const { clock, ann, ben, id } = setup();
		ann.audience.isAlone = true;
		ann.drags.drag([{ id, ...at(1) }]);
		expect(clock.pending).toBe(0);
		ann.audience.isAlone = false;
		ann.drags.drag([{ id, ...at(2) }]);
		clock.advance(10);
		expect(ben.shown.get(id)).toEqual(at(2));
	});

	it('[L32] of two who hold one thing the newest is seen, and the other when that one lets go', () => {
		const { clock, join, ann, ben, id } = setup();
		const cat = join(3);
		ann.drags.drag([{ id, ...at(1) }]);
		clock.advance(60);
		cat.drags.drag([{ id, ...at(3) }]);
		clock.advance(60);
		expect(ben.shown.get(id)).toEqual(at(3));
		expect(ben.drags.held).toEqual(
			new Map([
				[1, [id]],
				[3, [id]],
			]),
		);
		cat.drags.cancel();
		clock.advance(60);
		expect(ben.shown.get(id)).toEqual(at(1));
		expect([...ben.drags.shown.keys()]).toEqual([id]);
	});

	it('[L32] one that stands still is held as long as it is held', () => {
		const { clock, ann, ben, id } = setup();
		ann.drags.drag([{ id, ...at(1) }]);
		clock.advance(5 * DRAG_EXPIRY_MS);
		expect(ben.shown.get(id)).toEqual(at(1));
	});

	it('[L32] end with the peer, and when nothing is heard of them', () => {
		const { clock, ann, ben, id } = setup();
		ann.drags.drag([{ id, ...at(1) }]);
		clock.advance(10);
		ben.drags.forget((clientId) => clientId === 1);
		expect(ben.shown.size).toBe(1);
		ben.drags.forget(() => false);
		expect(ben.shown.size).toBe(0);
		clock.advance(2_000);
		expect(ben.shown.size).toBe(1);
		ann.port.leave();
		clock.advance(DRAG_EXPIRY_MS + 1_000);
		expect(ben.shown.size).toBe(0);
		ann.drags.dispose();
		ben.drags.dispose();
		expect(clock.pending).toBe(0);
	});

	it('[L32] an entity no longer dragged is back, the others stay', () => {
		const { clock, ann, ben, id } = setup();
		const other = mintEntityId();
		ann.drags.drag([
			{ id, ...at(1) },
			{ id: other, scale: [1, 2, 3] },
		]);
		clock.advance(60);
		ann.drags.drag([{ id: other, scale: [1, 2, 4] }]);
		clock.advance(60);
		expect([...ben.shown]).toEqual([[other, { scale: [1, 2, 4] }]]);
	});

	it('[L32] any bytes from a stranger are a drag within bounds, or none', () => {
		const numbers = (length: number) => fc.array(fc.double(), { minLength: length, maxLength: length });
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 120 }), numbers(3), (noise, position) => {
				expect(typeof decodeDrag(noise).ok).toBe('boolean');
				const id = mintEntityId();
				const sent = encodeDrag([{ id, position: position as unknown as readonly [number, number, number] }]);
				const isSound = position.every((n) => Math.abs(n) <= 1e9);
				expect(decodeDrag(sent).ok).toBe(isSound);
			}),
		);
		const many = Array.from({ length: MAX_DRAGGED + 50 }, () => ({ id: mintEntityId(), ...at(1) }));
		expect(decodeDrag(encodeDrag(many))).toMatchObject({ ok: true, value: { length: MAX_DRAGGED } });
	});
});
