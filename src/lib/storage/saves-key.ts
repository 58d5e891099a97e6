/** The setting that the saves of a project's games are listed in. Its slots have names below it, and go with the project. */
export const savesKey = (projectId: string): string => `play.saves.${projectId}`;
