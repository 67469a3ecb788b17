// Runs the demo as the README says and checks the figures of its last line.
import { spawnSync } from 'node:child_process';

const volunteers = 2_000;
const places = 10;
const { stdout, status } = spawnSync('npm', ['run', '--silent', 'demo', '--', '--json'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'inherit'],
});
process.stdout.write(stdout);
const faults = [];
const expect = (holds, sentence) => void (holds || faults.push(sentence));
expect(status === 0, `the demo ended with ${status}`);
let figures = {};
try {
  figures = JSON.parse(stdout.trim().split('\n').at(-1));
} catch {
  faults.push('the last line is not JSON');
}
const keys =
  'needId places volunteers attempts held waiting refused oversold heldTwice latencyMs events attended serviceMinutes satisfaction classroom chairs mediation voting consistent';
expect(Object.keys(figures).join(' ') === keys, `the keys are ${Object.keys(figures).join(' ')}`);
const sum = Object.values(figures.refused ?? {}).reduce((all, some) => all + some, 0);
expect(figures.places === places, 'places');
expect(figures.volunteers === volunteers, 'volunteers');
expect(figures.held === places, `held is ${figures.held}, not ${places}`);
expect(figures.oversold === 0 && figures.heldTwice === 0, 'oversold or held twice');
expect(figures.consistent === true, 'not consistent');
expect(figures.attempts >= volunteers, 'fewer attempts than volunteers');
expect(sum > 0, 'nobody was refused');
expect(figures.waiting > 0, 'nobody waits');
expect(figures.attended > 0 && figures.serviceMinutes > 0, 'nobody served');
expect(figures.satisfaction >= 1 && figures.satisfaction <= 5, 'no satisfaction');
expect(figures.latencyMs?.p50 > 0 && figures.latencyMs.p50 <= figures.latencyMs.p95, 'latencies');
expect(figures.latencyMs?.p95 <= figures.latencyMs?.p99, 'latencies');
expect(figures.events?.['huying.claim.v1.PlaceHeld'] >= places, 'PlaceHeld events');
// Two hours each, and what the requests themselves took.
expect(figures.serviceMinutes >= places * 120 && figures.serviceMinutes < places * 150, 'two hours for each place');
const { classroom = {}, chairs = {} } = figures;
expect(classroom.enrolled === 40 && classroom.places === 40, `${classroom.enrolled} children are in the class, not 40`);
expect(classroom.families === 120 && classroom.waiting > 0, 'no family waits');
expect(classroom.oversold === 0 && classroom.heldTwice === 0, 'the class is oversold, or a place held twice');
expect(classroom.siblingsApart === 0, 'siblings are apart');
expect(classroom.graduated === 39 && classroom.notCollected === 1, 'graduation, or the child not collected');
expect(classroom.refused?.['enrolment-too-early'] > 0, 'nobody was too early for the class');
expect(figures.events?.['huying.organization.v1.PupilGraduated'] === classroom.graduated, 'PupilGraduated events');
expect(figures.events?.['huying.organization.v1.TeacherLost'] === 1, 'no teacher dropped out');
expect(figures.events?.['huying.organization.v1.ChildNotCollected'] === 1, 'ChildNotCollected events');
expect(chairs.pledged === 10 && chairs.wanted === 10, `${chairs.pledged} chairs are pledged, not 10`);
expect(chairs.residents === 60 && chairs.waiting === 50, 'not all other residents wait for a chair');
expect(chairs.oversold === 0 && chairs.heldTwice === 0, 'a chair is given twice');
expect(figures.events?.['huying.organization.v1.PledgeMade'] >= chairs.pledged, 'PledgeMade events');
const { mediation = {} } = figures;
expect(mediation.refusedBeforeConsent === 'mediation-session-before-consent', 'a session was held before consent');
expect(mediation.sessions === 3 && mediation.impasses === 2, 'two of three sessions end in an impasse');
expect(mediation.goBetween === 'accepted' && mediation.state === 'closed', 'the case is not closed');
expect(mediation.calls === 11 && mediation.warnedAt < 10, `warned at complaint ${mediation.warnedAt}`);
expect(figures.events?.['huying.mediation.v1.AgreementPerformed'] === 1, 'AgreementPerformed events');
expect(figures.events?.['huying.mediation.v1.GroupDisputeSuspected'] >= 1, 'GroupDisputeSuspected events');
const { voting = {} } = figures;
expect(voting.households === 600 && voting.app > 0 && voting.paper > 0, 'nobody votes by app, or on paper');
expect(voting.app + voting.paper <= voting.households, 'more ballots than households');
expect(voting.whether === 'passed' && voting.ticked > 0, 'the estate is not to be renewed');
expect(
  voting.how?.map(({ outcome }) => outcome).join() === 'failed,passed',
  'the lift does not fail once and pass then',
);
expect(figures.events?.['huying.deliberation.v1.DecisionReached'] >= 4, 'DecisionReached events');
for (const fault of faults) console.error(`demo: ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);
