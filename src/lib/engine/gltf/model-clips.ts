import { type AnimationClip, type KeyframeTrack, type Object3D, PropertyBinding } from 'three';

/** Of each loaded model: the movements its file brings. */
const CLIPS = new WeakMap<Object3D, readonly AnimationClip[]>();

/** Remembers the movements of a loaded model, as far as they move what is in it to where something can be. */
export function rememberClips(model: Object3D, clips: readonly AnimationClip[]): void {
	nameTargets(model, clips);
	for (const clip of clips) {
		clip.tracks = clip.tracks.filter((track) => isFinite(track) && isBound(model, track));
		clip.resetDuration();
	}
	CLIPS.set(
		model,
		clips.filter(({ tracks }) => tracks.length > 0),
	);
}

export const clipsOf = (model: Object3D): readonly AnimationClip[] => CLIPS.get(model) ?? [];

/** Nodes without a name are told by an id, which copies of the model do not share: they get a name. */
function nameTargets(model: Object3D, clips: readonly AnimationClip[]): void {
	const unnamed = new Set<string>();
	model.traverse((object) => {
		if (object.name !== '') return;
		unnamed.add(object.uuid);
		object.name = `node-${object.uuid}`;
	});
	for (const track of clips.flatMap(({ tracks }) => tracks))
		if (unnamed.has(targetOf(track))) track.name = `node-${track.name}`;
}

const targetOf = ({ name }: KeyframeTrack): string => PropertyBinding.parseTrackName(name).nodeName;

const isBound = (model: Object3D, track: KeyframeTrack): boolean =>
	PropertyBinding.findNode(model, targetOf(track)) !== null;

const isFinite = ({ times, values }: KeyframeTrack): boolean =>
	times.every(Number.isFinite) && values.every(Number.isFinite);
