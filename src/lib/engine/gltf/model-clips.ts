import { AnimationClip, type KeyframeTrack, type Object3D, PropertyBinding } from 'three';
import type { Steps } from '../../base/steps.ts';
import { each } from './flaws.ts';

/** Of each loaded model: the movements its file brings. */
const CLIPS = new WeakMap<Object3D, readonly AnimationClip[]>();

/** Remembers the movements of a loaded model, as far as they move what is in it to where something can be. */
export function* rememberClips(model: Object3D, clips: readonly AnimationClip[]): Steps<void> {
	const { known, unnamed } = nameNodes(model);
	const moving: AnimationClip[] = [];
	for (const clip of clips) {
		const tracks: KeyframeTrack[] = [];
		for (const track of clip.tracks) {
			if (unnamed.has(targetOf(track))) track.name = `node-${track.name}`;
			if (known.has(targetOf(track)) && (yield* isFinite(track))) tracks.push(track);
			yield;
		}
		clip.tracks = tracks;
		clip.resetDuration();
		if (tracks.length > 0) moving.push(clip);
	}
	CLIPS.set(model, moving);
}

export const clipsOf = (model: Object3D): readonly AnimationClip[] => CLIPS.get(model) ?? [];

/** As much of a model's movements as moves what is in a copy of its parts; each lasts as long as in the model. */
export function clipsWithin(model: Object3D, copy: Object3D): readonly AnimationClip[] {
	const names = new Set<string>();
	copy.traverse(({ name }) => names.add(name));
	return clipsOf(model)
		.map(({ name, duration, tracks }) => {
			const inside = tracks.filter((track) => names.has(targetOf(track)));
			return new AnimationClip(name, duration, inside);
		})
		.filter(({ tracks }) => tracks.length > 0);
}

/**
 * Nodes without a name are told by an id, which copies of the model do not share: they get a name. Gathered once, for
 * all tracks: three looks through all nodes for each.
 */
function nameNodes(model: Object3D): { known: ReadonlySet<string>; unnamed: ReadonlySet<string> } {
	const [known, unnamed] = [new Set<string>(), new Set<string>()];
	model.traverse((object) => {
		if (object.name === '') {
			unnamed.add(object.uuid);
			object.name = `node-${object.uuid}`;
		}
		known.add(object.name).add(object.uuid);
	});
	return { known, unnamed };
}

const targetOf = ({ name }: KeyframeTrack): string => PropertyBinding.parseTrackName(name).nodeName;

function* isFinite({ times, values }: KeyframeTrack): Steps<boolean> {
	let finite = true;
	const look = (number: number) => {
		finite &&= Number.isFinite(number);
	};
	yield* each(times, look);
	yield* each(values, look);
	return finite;
}
