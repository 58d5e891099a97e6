import { expect, it } from 'vitest';
import { PlainLines } from './plain-lines.ts';

const drawn = ({ object: { geometry, visible } }: PlainLines) => {
	const { count } = geometry.drawRange;
	return visible ? [...geometry.getAttribute('position').array].slice(0, count * 3) : null;
};

it('[T122] lines are drawn in the place of those before, more, fewer or none', () => {
	const lines = new PlainLines('#fff');
	expect(drawn(lines)).toBeNull();
	for (const points of [
		[0, 0, 0, 1, 1, 1],
		[0, 0, 0, 2, 2, 2, 3, 3, 3, 4, 4, 4],
		[5, 5, 5, 6, 6, 6],
	]) {
		lines.show(Float32Array.from(points));
		expect(drawn(lines)).toEqual(points);
	}
	lines.show(new Float32Array());
	expect(drawn(lines)).toBeNull();
	lines.show(Float32Array.of(7, 7, 7, 8, 8, 8));
	expect(drawn(lines)).toEqual([7, 7, 7, 8, 8, 8]);
	lines.show(null);
	expect(drawn(lines)).toBeNull();
});
