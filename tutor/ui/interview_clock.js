// The time that is left, ticking; every few seconds the program is told that somebody is looking.
export default function ({ parentElement, data, setTriggerValue }) {
  const clock = parentElement.querySelector(".left");
  const ends = Date.now() + 1000 * data.left;
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    clock.classList.toggle("short", left <= 60);
    clock.textContent = left
      ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`
      : "Time is up. Finish this answer.";
  };
  tick();
  const ticking = setInterval(tick, 1000);
  const beating = setInterval(() => setTriggerValue("beat", Date.now()), 1000 * data.every);
  return () => {
    clearInterval(ticking);
    clearInterval(beating);
  };
}
