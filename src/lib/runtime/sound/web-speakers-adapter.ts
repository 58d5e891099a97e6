import type { Quaternion, Vector3 } from '#lib/doc/components/component.ts';
import { pageTime } from '../loop/page-time-adapter.ts';
import { BELOW_CEILING, ceilingCurve } from './ceiling.ts';
import { EarlySounds } from './early-sounds.ts';
import type { Bus, Clip, Speakers, Voice, VoiceOptions } from './speakers.ts';
import { Ears, SoundPlace } from './web-places-adapter.ts';

/** Decoded, a minute of sound takes twenty megabytes. */
const MOST_FILE_BYTES = 16 * 1024 * 1024;
/** Without it, what begins or stops at once clicks, s. */
const SOFTLY = 0.01;
/** How soon something is as loud as wanted, s. */
const SOON = 0.1;
/** Which of them counts differs: a finger's does when it is lifted, and some helpers only click. */
const GESTURES = ['pointerdown', 'pointerup', 'touchend', 'click', 'keydown'] as const;

type Context = AudioContext | OfflineAudioContext;

/** What is heard of a game through the browser. It takes a gesture, and comes back after a call or another page. */
export class WebSpeakers implements Speakers {
	#context: Context;
	#gains: Readonly<Record<Bus | 'all', GainNode>>;
	#ears: Ears;
	#early = new EarlySounds(pageTime);
	#isPaused = false;
	#stopListening: () => void;

	constructor(context: Context = new AudioContext()) {
		this.#context = context;
		this.#ears = new Ears(context);
		const gain = () => new GainNode(context);
		this.#gains = { all: gain(), effects: gain(), music: gain(), voice: gain() };
		const { all, ...buses } = this.#gains;
		const sum = new GainNode(context, { gain: BELOW_CEILING });
		for (const bus of Object.values(buses)) bus.connect(sum);
		sum.connect(new WaveShaperNode(context, { curve: ceilingCurve() })).connect(all);
		all.connect(context.destination);
		this.#stopListening = this.#listenForReturn();
	}

	get rate(): number {
		return this.#context.sampleRate;
	}

	async decode(bytes: Uint8Array<ArrayBuffer>): Promise<Clip | null> {
		if (bytes.byteLength > MOST_FILE_BYTES) return null;
		try {
			// Decoding takes the bytes away.
			return await this.#context.decodeAudioData(bytes.slice().buffer);
		} catch {
			return null; // it says only that it could not
		}
	}

	clipOf(samples: Float32Array<ArrayBuffer>): Clip {
		const buffer = this.#context.createBuffer(1, samples.length, this.rate);
		buffer.copyToChannel(samples, 0);
		return buffer;
	}

	play(clip: Clip, { volume, pitch, loop, bus, at, falloff, fade, onended }: VoiceOptions): Voice {
		const context = this.#context;
		const source = new AudioBufferSourceNode(context, {
			...{ buffer: clip as AudioBuffer, playbackRate: pitch, loop },
		});
		const gain = new GainNode(context, { gain: 0 });
		const place = at && new SoundPlace(context, falloff);
		if (at) place?.move(at, this.#ears.position, true);
		source.connect(gain);
		(place ? gain.connect(place.node) : gain).connect(this.#gains[bus]);
		const end = () => {
			for (const node of [source, gain, place?.node]) node?.disconnect();
			onended();
		};
		const begin = () => {
			const { currentTime } = context;
			gain.gain.setValueAtTime(0, currentTime);
			gain.gain.linearRampToValueAtTime(volume, currentTime + Math.max(SOFTLY, fade));
			source.start();
		};
		source.onended = end;
		// What goes on and on is still there when something is heard.
		const takeBack = this.#isHeard || loop ? undefined : this.#early.add(begin, end);
		if (!takeBack) begin();
		return {
			move: (to) => this.#isHeard && place?.move(to, this.#ears.position, false),
			stop: (seconds) => {
				if (takeBack?.()) return end();
				const now = context.currentTime;
				const over = now + Math.max(SOFTLY, seconds);
				gain.gain.cancelScheduledValues(now);
				gain.gain.setValueAtTime(gain.gain.value, now);
				gain.gain.linearRampToValueAtTime(0, over);
				source.stop(over);
			},
		};
	}

	listen(position: Vector3, rotation: Quaternion): void {
		this.#ears.move(position, rotation, !this.#isHeard);
	}

	setVolume(bus: Bus | 'all', volume: number): void {
		const { gain } = this.#gains[bus];
		const { currentTime } = this.#context;
		// What nobody heard yet begins as loud as it is.
		if (this.#isHeard && currentTime > 0) gain.setTargetAtTime(volume, currentTime, SOON);
		else gain.setValueAtTime(volume, currentTime);
	}

	setPaused(paused: boolean): void {
		this.#isPaused = paused;
		this.#goOn();
	}

	dispose(): void {
		this.#stopListening();
		if (this.#context instanceof AudioContext) void this.#context.close().catch(() => {}); // it is closed
	}

	/** Safari’s context is neither running nor suspended while somebody calls. */
	get #isHeard(): boolean {
		return !(this.#context instanceof AudioContext) || this.#context.state === 'running';
	}

	/** A refusal means that a gesture is wanted: the next one asks again. */
	#goOn(): void {
		const context = this.#context;
		if (!(context instanceof AudioContext) || context.state === 'closed') return;
		if (this.#isPaused)
			void context.suspend().catch(() => {}); // it is not heard anyway
		else if (context.state !== 'running') void context.resume().catch(() => {}); // see above
	}

	#listenForReturn(): () => void {
		const goOn = () => this.#goOn();
		const changed = () => {
			if (this.#isHeard && !this.#isPaused) this.#early.begin();
			goOn();
		};
		const page = globalThis.document;
		for (const type of GESTURES) page.addEventListener(type, goOn, { capture: true, passive: true });
		page.addEventListener('visibilitychange', goOn);
		this.#context.addEventListener('statechange', changed);
		return () => {
			for (const type of GESTURES) page.removeEventListener(type, goOn, { capture: true });
			page.removeEventListener('visibilitychange', goOn);
			this.#context.removeEventListener('statechange', changed);
		};
	}
}
