// What is heard of a game, as the browser itself mixes it.
import type { Quaternion, Vector3 } from '#lib/doc/components/component.ts';
import { GameSound, type SoundCommand } from '#lib/runtime/sound/game-sound.ts';
import { readVolumes } from '#lib/runtime/sound/volumes.ts';
import { WebSpeakers } from '#lib/runtime/sound/web-speakers-adapter.ts';
import { song } from '../../helpers/song.ts';

/** At so many seconds of what is heard. */
export type Act = {
	readonly at: number;
	readonly take?: SoundCommand;
	readonly place?: readonly [index: number, position: Vector3];
	readonly show?: readonly [position: Vector3, rotation: Quaternion];
	readonly volumes?: { readonly [name: string]: number | boolean };
	readonly leave?: true;
};
/** How loud it is on each side, by hundredths of a second. */
export type Heard = {
	readonly left: readonly number[];
	readonly right: readonly number[];
	/** How much it leaps from sample to sample at most, at the left, behind the first tenth of a second. */
	readonly leap: number;
};

declare global {
	var sound: {
		readonly hear: typeof hear;
		readonly live: typeof live;
	};
	/** What is played in this page. */
	var game: ReturnType<typeof live> | undefined;
}

const RATE = 48_000;
const STEP = RATE / 100;

/** What is heard when all of this is done, each at its time. */
async function hear(seconds: number, acts: readonly Act[]): Promise<Heard> {
	const context = new OfflineAudioContext(2, seconds * RATE, RATE);
	let busy = 0;
	const decode = context.decodeAudioData.bind(context);
	context.decodeAudioData = (bytes: ArrayBuffer) => {
		busy++;
		return decode(bytes).finally(() => busy--);
	};
	const places = new Map<number, Vector3>();
	const sound = new GameSound({
		speakers: new WebSpeakers(context),
		load: async () => song(),
		placeOf: (index) => places.get(index),
	});
	const perform = async (at: number) => {
		for (const act of acts.filter((one) => one.at === at)) {
			if (act.place) places.set(...act.place);
			if (act.show) sound.show(...act.show);
			if (act.volumes) sound.volumes = readVolumes(act.volumes);
			if (act.take) sound.take(act.take);
			if (act.leave) sound.leave();
		}
		// Until nothing is decoded any more, and what waited for that went on.
		do await new Promise((resolve) => setTimeout(resolve));
		while (busy > 0);
	};
	await perform(0);
	for (const at of new Set(acts.map((act) => act.at)))
		if (at > 0) void context.suspend(at).then(() => perform(at).then(() => context.resume()));
	const heard = await context.startRendering();
	sound.dispose();
	const [left, right] = [heard.getChannelData(0), heard.getChannelData(1)];
	return { left: loudness(left), right: loudness(right), leap: leapOf(left.subarray(RATE / 10)) };
}

/** What is left without the tones themselves: what a step in the middle of one adds. */
function leapOf(samples: Float32Array): number {
	let rest = samples;
	for (let i = 0; i < 4; i++) rest = rest.subarray(1).map((sample, at) => (sample - rest[at]!) / 2);
	return rest.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

function loudness(samples: Float32Array): number[] {
	return Array.from({ length: Math.floor(samples.length / STEP) }, (_, i) => {
		const part = samples.subarray(i * STEP, (i + 1) * STEP);
		return Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / STEP);
	});
}

/** A game that is heard as it is played, through the device's own context. */
function live() {
	let [sound, context, meter]: [GameSound?, AudioContext?, AnalyserNode?] = [];
	/** As Safari has it while somebody calls: nothing is heard, and nothing can be done about it. */
	let isCalled = false;
	let told: AudioContextState | undefined;
	const made = { begun: 0, ended: 0 };
	const begin = () => {
		context = new AudioContext();
		const resume = context.resume.bind(context);
		context.resume = () => (isCalled ? Promise.reject(new Error('interrupted')) : resume());
		const { get } = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, 'state')!;
		Object.defineProperty(context, 'state', {
			get: () => (isCalled ? 'interrupted' : (get!.call(context) as AudioContextState)),
		});
		meter = new AnalyserNode(context, { fftSize: 2048 });
		// What goes to the device goes through the meter.
		meter.connect(context.destination);
		Object.defineProperty(context, 'destination', { value: meter });
		const speakers = new WebSpeakers(context);
		const heard = context;
		heard.addEventListener('statechange', () => (told = heard.state));
		const play = speakers.play.bind(speakers);
		speakers.play = (clip, options) => {
			made.begun++;
			const onended = () => {
				made.ended++;
				options.onended();
			};
			return play(clip, { ...options, onended });
		};
		sound = new GameSound({ speakers, load: async () => song(), placeOf: () => undefined });
	};
	begin();
	return {
		begin,
		take: (command: SoundCommand) => sound?.take(command),
		setPaused: (paused: boolean, ringsOut?: boolean) => sound?.setPaused(paused, ringsOut),
		end: () => sound?.dispose(),
		setCalled: async (called: boolean) => {
			isCalled = called;
			if (called) await context?.suspend();
		},
		/** Of what comes out of the device, now. */
		loudness: () => {
			const samples = new Float32Array(2048);
			meter?.getFloatTimeDomainData(samples);
			return Math.max(...samples.map(Math.abs));
		},
		time: () => context?.currentTime ?? 0,
		state: () => context?.state,
		/** What it was when it was told last. */
		told: () => told,
		made: () => ({ ...made }),
	};
}

globalThis.sound = { hear, live };
