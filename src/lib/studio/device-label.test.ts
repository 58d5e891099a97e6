import { expect, test } from 'vitest';
import { labelDevice } from './device-label.ts';

test('a device is called by what its browser says of itself', () => {
	const chrome =
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36';
	expect(labelDevice(chrome)).toBe('Chrome, Linux');
	expect(labelDevice(`${chrome} Edg/156.0`)).toBe('Edge, Linux');
	expect(
		labelDevice('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1'),
	).toBe('Safari, iPhone');
	expect(labelDevice('')).toBe('Browser');
});
