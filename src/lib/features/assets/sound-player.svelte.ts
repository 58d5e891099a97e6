type Bytes = Uint8Array<ArrayBuffer>;
type Context = Pick<AudioContext, 'decodeAudioData' | 'createBufferSource' | 'destination' | 'close'>;

/** Plays one sound, from its beginning, until it ends or is stopped. */
export class SoundPlayer {
	#open: () => Context;
	#context: Context | null = null;
	#source: AudioBufferSourceNode | null = null;
	/** Counts what was asked for: what was asked before is not heard any more. */
	#turn = 0;
	#state = $state.raw<'silent' | 'playing' | 'failed'>('silent');

	constructor(open: () => Context = () => new AudioContext()) {
		this.#open = open;
	}

	get state(): 'silent' | 'playing' | 'failed' {
		return this.#state;
	}

	/** Nobody hears it before a person asked for something: called by what they press. */
	async play(load: () => Promise<Bytes | null>): Promise<void> {
		this.stop();
		const turn = this.#turn;
		this.#state = 'playing';
		try {
			const context = (this.#context ??= this.#open());
			const bytes = await load();
			const sound = bytes && (await context.decodeAudioData(bytes.slice().buffer));
			if (turn !== this.#turn) return;
			if (sound) this.#begin(context, sound);
			else this.#state = 'failed';
		} catch {
			if (turn === this.#turn) this.#state = 'failed'; // it says only that it could not
		}
	}

	stop(): void {
		this.#turn++;
		this.#source?.stop();
		this.#source = null;
		this.#state = 'silent';
	}

	dispose(): void {
		this.stop();
		void this.#context?.close();
		this.#context = null;
	}

	#begin(context: Context, sound: AudioBuffer): void {
		const source = context.createBufferSource();
		source.buffer = sound;
		source.connect(context.destination);
		source.onended = () => {
			if (this.#source === source) this.stop();
		};
		source.start();
		this.#source = source;
	}
}
