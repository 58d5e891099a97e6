import type { SceneSnapshot } from '../doc/scene.ts';
import { hasComponent } from '../doc/components/registry.ts';
import type { Viewport } from '../engine/viewport-port.ts';
import type { Advanced } from '../runtime/simulation-port.ts';
import type { EntityData } from '../runtime/world/game-data.ts';
import { GameCamera } from './game-camera.ts';
import { UiTree } from '../runtime/ui/ui-tree.ts';
import { GamePicture } from './game-picture.ts';

/** What is seen of one scene of a game. */
export class GameStage {
	readonly picture: GamePicture;
	readonly camera: GameCamera;
	/** What lies over the picture. */
	readonly ui: UiTree;
	readonly entities: readonly EntityData[];

	constructor(entities: readonly EntityData[], snapshot: SceneSnapshot, viewport: Viewport) {
		this.entities = entities;
		this.ui = new UiTree(snapshot);
		this.picture = new GamePicture(entities, snapshot, viewport);
		this.picture.onchange = (changes) => void this.ui.take(changes);
		this.camera = new GameCamera(this.picture, viewport);
		// As the game will say with its first tick.
		this.camera.look(entities.findIndex((entity) => hasComponent(entity, 'camera')));
	}

	take({ changes, commands }: Advanced): void {
		this.picture.take(changes, commands);
	}

	show(alpha: number): void {
		this.picture.show(alpha);
		this.camera.show(alpha);
	}
}
