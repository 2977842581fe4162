/**
 * The looks of the page. Colours are pairs with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3);
 * what a colour says is also said in words.
 */
export const STYLESHEET = `
:root {
  --ink: #1b2733; --quiet: #4a5866; --paper: #ffffff; --ground: #f3f5f7; --line: #c3ccd4;
  --control: #6b7885; --link: #0b4f8a; --primary: #0b4f8a; --on-primary: #ffffff;
  --mapped: #e3f3e6; --mapped-ink: #14532d; --unmapped: #fdf1d3; --unmapped-ink: #6b4300;
  --held: #fde4e1; --held-ink: #8a1c12; --ignored: #eceff2; --ignored-ink: #45525e;
}
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; color: var(--ink); background: var(--ground); }
body { margin: 0; }
header, main { max-width: 90rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0 1rem; }
.brand { font-weight: 700; margin: .75rem 0; }
nav a { display: inline-block; padding: .6rem .5rem; min-height: 2.75rem; }
nav a[aria-current] { font-weight: 700; color: var(--ink); text-decoration: none; }
main { padding-bottom: 4rem; }
main:focus, #result:focus { outline: none; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .25rem; }
h3 { font-size: 1.15rem; margin: 0 0 .5rem; }
h4 { font-size: 1rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
p { margin: 0 0 .75rem; max-width: 46rem; }
a, .link { color: var(--link); }
.lead { font-size: 1.1rem; }
.hint { color: var(--quiet); }
.note { border-inline-start: .25rem solid var(--primary); background: var(--paper); padding: .6rem .9rem; max-width: 46rem; }
.note p:last-child { margin-bottom: .5rem; }
.skip { position: absolute; inset-inline-start: -100vw; background: var(--paper); padding: .75rem; }
.skip:focus { inset-inline-start: 0; z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
.beside { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.beside > section, .part { background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: 1rem; min-width: 0; }
.part { margin-top: 1rem; }
.beside > .part { margin-top: 0; }
#result { margin-top: 1.5rem; }
#result > .beside { margin-top: 1rem; }
label, legend { display: block; font-weight: 600; margin: .5rem 0 .25rem; }
fieldset { border: 1px solid var(--line); border-radius: .4rem; margin: .75rem 0; padding: .5rem 1rem 1rem; min-width: 0; }
input, select, textarea, button { font: inherit; color: inherit; max-width: 100%; }
input[type="file"] { display: block; width: 100%; padding: .5rem 0; min-height: 2.75rem; }
select, textarea { border: 1px solid var(--control); border-radius: .25rem; background: var(--paper); }
select { width: 100%; min-height: 2.75rem; padding: .4rem .5rem; }
.choice { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; }
.choice label { margin: 0; }
.choice select { width: auto; }
textarea, pre, code, .code { font: .875rem/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; }
textarea { display: block; width: 100%; min-height: 14rem; padding: .5rem; resize: vertical; tab-size: 2; }
.editor { position: relative; border: 1px solid var(--control); border-radius: .25rem; overflow: hidden; }
.editor pre { position: absolute; inset-block: 0; inset-inline-start: 0; width: 3.25rem; max-height: none; margin: 0; padding: .5rem .4rem; border: 0; border-radius: 0; border-inline-end: 1px solid var(--line); text-align: end; color: var(--quiet); background: var(--ground); overflow: hidden; user-select: none; }
.editor textarea { border: 0; border-radius: 0; padding-inline-start: 3.75rem; }
button { min-height: 2.75rem; padding: .4rem .9rem; border: 1px solid var(--control); border-radius: .25rem; background: var(--paper); cursor: pointer; text-align: start; }
button:hover { background: var(--ground); }
.primary { background: var(--primary); color: var(--on-primary); border-color: var(--primary); font-weight: 600; padding-inline: 1.5rem; }
.primary:hover { background: #083a66; }
.link { display: inline; min-height: 1.5rem; min-width: 1.5rem; padding: 0; border: 0; background: none; text-decoration: underline; }
fieldset button { margin-top: .75rem; }
.jump { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.jump a { padding: .35rem 0; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .75rem; }
:focus-visible { outline: 3px solid #b45309; outline-offset: 2px; }
#status { min-height: 1.5rem; margin: .75rem 0; font-weight: 600; }
ul, ol { margin: 0; padding: 0; list-style: none; }
.counts li, .faults li { padding: .4rem .6rem; margin-bottom: .25rem; border-radius: .25rem; }
.faults li { background: var(--held); overflow-wrap: anywhere; padding: .6rem; }
.state { display: inline-block; font-size: .8125rem; font-weight: 600; border-radius: .75rem; padding: 0 .5rem; white-space: nowrap; }
.mapped .state { background: var(--mapped); color: var(--mapped-ink); }
.unmapped .state { background: var(--unmapped); color: var(--unmapped-ink); }
.quarantined .state { background: var(--held); color: var(--held-ink); }
.ignored .state, .empty .state { background: var(--ignored); color: var(--ignored-ink); }
.outline, .facts { overflow-wrap: anywhere; }
.row { padding: .2rem .4rem; border-inline-start: .25rem solid transparent; line-height: 1.6; }
.row.mapped { border-color: #2f7d46; } .row.unmapped { border-color: #b7791f; background: #fffaf0; }
.row.quarantined { border-color: #b3261e; background: #fff6f5; } .row.ignored, .row.empty { border-color: #98a3ad; }
.row a { display: inline-block; min-height: 1.5rem; line-height: 1.5rem; }
.row .name { color: var(--quiet); } .row .name::after { content: ":"; }
.row.holder .name { font-weight: 600; color: var(--ink); }
.value { display: inline-block; max-height: 6.4em; overflow: hidden; vertical-align: top; max-width: 100%; white-space: pre-wrap; }
.d1 { margin-inline-start: .75rem; } .d2 { margin-inline-start: 1.5rem; } .d3 { margin-inline-start: 2.25rem; } .d4 { margin-inline-start: 3rem; }
.d5 { margin-inline-start: 3.5rem; } .d6 { margin-inline-start: 4rem; } .d7 { margin-inline-start: 4.5rem; } .d8 { margin-inline-start: 5rem; }
.fact, .group { border-top: 1px solid var(--line); padding: .75rem 0; overflow-wrap: anywhere; }
.fact:target { background: #fff8e6; }
.elements li { padding-inline-start: .75rem; }
bdi { white-space: pre-wrap; }
dl { display: grid; grid-template-columns: minmax(6rem, auto) minmax(0, 1fr); gap: .15rem .75rem; margin: .5rem 0 0; }
dt { color: var(--quiet); } dd { margin: 0; }
.places { font-weight: 600; margin-bottom: .25rem; max-width: none; }
.places .link { font-weight: 400; }
summary { padding: .5rem 0; min-height: 2.75rem; cursor: pointer; color: var(--link); }
pre { overflow: auto; max-height: 20rem; background: var(--ground); border: 1px solid var(--line); border-radius: .25rem; padding: .6rem; margin: 0 0 .5rem; }
details button { margin-bottom: .75rem; }
#use pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.more { margin-top: .75rem; }
@media (min-width: 60rem) {
  .inputs > section { display: flex; flex-direction: column; }
  .inputs #example, .inputs .editor { flex: 1; min-height: 22rem; }
  .inputs .editor { display: flex; }
  .inputs .editor textarea { height: auto; }
  .inputs button { align-self: flex-start; }
  .beside { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  header, main { padding-inline: 2rem; }
}
@media (max-width: 30rem) { dl { grid-template-columns: minmax(0, 1fr); } dd { margin-bottom: .35rem; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (forced-colors: active) { .state { border: 1px solid; } }
`;
