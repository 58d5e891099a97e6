import type { Quaternion, Vector3 } from '#lib/doc/components/component.ts';
import type { Bus, Clip, Speakers, Voice, VoiceOptions } from './speakers.ts';

/** Decoded, a minute of sound takes twenty megabytes. */
const MOST_FILE_BYTES = 16 * 1024 * 1024;
/** Without it, what begins or stops at once clicks, s. */
const SOFTLY = 0.01;
const GESTURES = ['pointerdown', 'keydown', 'touchend'] as const;

type Context = AudioContext | OfflineAudioContext;

/** What is heard of a game through the browser. It takes a gesture, and comes back after a call or another page. */
export class WebSpeakers implements Speakers {
	#context: Context;
	#buses: Readonly<Record<Bus, GainNode>>;
	#isPaused = false;
	#stopListening: () => void;

	constructor(context: Context = new AudioContext()) {
		this.#context = context;
		const bus = () => new GainNode(context);
		this.#buses = { effects: bus(), music: bus(), voice: bus() };
		// Many at once are too loud together.
		const limiter = new DynamicsCompressorNode(context, { threshold: -6, ratio: 12 });
		for (const node of Object.values(this.#buses)) node.connect(limiter);
		limiter.connect(context.destination);
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
		const { currentTime } = context;
		gain.gain.setValueAtTime(0, currentTime);
		gain.gain.linearRampToValueAtTime(volume, currentTime + Math.max(SOFTLY, fade));
		const panner = at && pannerOf(context, at, falloff);
		source.connect(gain);
		(panner ? gain.connect(panner) : gain).connect(this.#buses[bus]);
		source.onended = () => {
			for (const node of [source, gain, panner]) node?.disconnect();
			onended();
		};
		source.start();
		return {
			move: (to) => panner && place(panner, to),
			stop: (seconds) => {
				const now = context.currentTime;
				const over = now + Math.max(SOFTLY, seconds);
				gain.gain.cancelScheduledValues(now);
				gain.gain.setValueAtTime(gain.gain.value, now);
				gain.gain.linearRampToValueAtTime(0, over);
				source.stop(over);
			},
		};
	}

	listen([x, y, z]: Vector3, rotation: Quaternion): void {
		const { listener } = this.#context;
		const [forward, up] = [turned([0, 0, -1], rotation), turned([0, 1, 0], rotation)];
		// Firefox has no parameters here.
		if (!('positionX' in listener)) {
			const older = listener as AudioListener;
			older.setPosition(x, y, z);
			older.setOrientation(...forward, ...up);
			return;
		}
		[listener.positionX.value, listener.positionY.value, listener.positionZ.value] = [x, y, z];
		[listener.forwardX.value, listener.forwardY.value, listener.forwardZ.value] = forward;
		[listener.upX.value, listener.upY.value, listener.upZ.value] = up;
	}

	setVolume(bus: Bus, volume: number): void {
		this.#buses[bus].gain.setTargetAtTime(volume, this.#context.currentTime, 0.1);
	}

	setPaused(paused: boolean): void {
		this.#isPaused = paused;
		this.#goOn();
	}

	dispose(): void {
		this.#stopListening();
		if (this.#context instanceof AudioContext) void this.#context.close().catch(() => {}); // it is closed
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
		const page = globalThis.document;
		for (const type of GESTURES) page.addEventListener(type, goOn, { capture: true, passive: true });
		page.addEventListener('visibilitychange', goOn);
		return () => {
			for (const type of GESTURES) page.removeEventListener(type, goOn, { capture: true });
			page.removeEventListener('visibilitychange', goOn);
		};
	}
}

function pannerOf(
	context: Context,
	[positionX, positionY, positionZ]: Vector3,
	{ refDistance, maxDistance, rolloff }: VoiceOptions['falloff'],
): PannerNode {
	return new PannerNode(context, {
		...{ panningModel: 'equalpower', distanceModel: 'inverse', rolloffFactor: rolloff },
		...{ refDistance, maxDistance: Math.max(maxDistance, refDistance), positionX, positionY, positionZ },
	});
}

function place(panner: PannerNode, [x, y, z]: Vector3): void {
	[panner.positionX.value, panner.positionY.value, panner.positionZ.value] = [x, y, z];
}

/** A direction turned by a unit quaternion. */
function turned([x, y, z]: Vector3, [a, b, c, w]: Quaternion): [number, number, number] {
	const [u, v, t] = [2 * (b * z - c * y), 2 * (c * x - a * z), 2 * (a * y - b * x)];
	return [x + w * u + b * t - c * v, y + w * v + c * u - a * t, z + w * t + a * v - b * u];
}
