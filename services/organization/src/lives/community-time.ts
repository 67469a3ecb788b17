export { CommunityTime } from '@huying/http';
