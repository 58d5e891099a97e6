// Physics of a game as a browser computes it.
import { playPhysicsStory } from '../../helpers/physics-story.ts';

declare global {
	var playPhysics: typeof playPhysicsStory;
}

globalThis.playPhysics = playPhysicsStory;
