export { EachOne, type DueWork } from '@huying/http';
