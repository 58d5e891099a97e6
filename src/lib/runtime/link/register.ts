/** The name under which the linked text finds who takes its modules: `(id, name, body)`. */
export const REGISTER = '__rastudios';
