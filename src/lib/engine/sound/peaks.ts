/** How loud a sound is over time: the greatest sample of each of `count` equal parts, 0 to 1, of all channels. */
export function peaksOf(channels: readonly Float32Array[], count: number): number[] {
	const length = Math.max(0, ...channels.map((samples) => samples.length));
	return Array.from({ length: count }, (_, i) => {
		const [from, to] = [Math.floor((i * length) / count), Math.floor(((i + 1) * length) / count)];
		return Math.min(1, Math.max(0, ...channels.map((samples) => loudest(samples, from, to))));
	});
}

function loudest(samples: Float32Array, from: number, to: number): number {
	let peak = 0;
	for (let i = from; i < to; i++) peak = Math.max(peak, Math.abs(samples[i] ?? 0));
	return peak;
}
