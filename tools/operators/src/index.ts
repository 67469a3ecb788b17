export { operatorFiles } from './operator-files.js';
