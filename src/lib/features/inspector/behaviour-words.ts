import { m } from '#lib/paraglide/messages.js';
import type { BehaviourName } from '#lib/runtime/behaviours/behaviours.ts';

type Words = { readonly label: () => string; readonly help: () => string };

/** What the ready behaviours are called, and what each is for. */
export const BEHAVIOUR_WORDS: Readonly<Record<BehaviourName, Words>> = {
	CharacterWalk: { label: m.behaviour_character_walk, help: m.behaviour_character_walk_help },
	Platformer: { label: m.behaviour_platformer, help: m.behaviour_platformer_help },
	TopDown: { label: m.behaviour_top_down, help: m.behaviour_top_down_help },
	FirstPerson: { label: m.behaviour_first_person, help: m.behaviour_first_person_help },
	Respawn: { label: m.behaviour_respawn, help: m.behaviour_respawn_help },
	Spin: { label: m.behaviour_spin, help: m.behaviour_spin_help },
	FollowCamera: { label: m.behaviour_follow_camera, help: m.behaviour_follow_camera_help },
	Chase: { label: m.behaviour_chase, help: m.behaviour_chase_help },
	Flee: { label: m.behaviour_flee, help: m.behaviour_flee_help },
	Patrol: { label: m.behaviour_patrol, help: m.behaviour_patrol_help },
	DialogueBubble: { label: m.behaviour_dialogue_bubble, help: m.behaviour_dialogue_bubble_help },
	Shoot: { label: m.behaviour_shoot, help: m.behaviour_shoot_help },
	Projectile: { label: m.behaviour_projectile, help: m.behaviour_projectile_help },
	Health: { label: m.behaviour_health, help: m.behaviour_health_help },
	Hurt: { label: m.behaviour_hurt, help: m.behaviour_hurt_help },
	Collect: { label: m.behaviour_collect, help: m.behaviour_collect_help },
	Trigger: { label: m.behaviour_trigger, help: m.behaviour_trigger_help },
	Door: { label: m.behaviour_door, help: m.behaviour_door_help },
	Timer: { label: m.behaviour_timer, help: m.behaviour_timer_help },
	Spawner: { label: m.behaviour_spawner, help: m.behaviour_spawner_help },
	Score: { label: m.behaviour_score, help: m.behaviour_score_help },
	WinLose: { label: m.behaviour_win_lose, help: m.behaviour_win_lose_help },
	ShowValue: { label: m.behaviour_show_value, help: m.behaviour_show_value_help },
};
