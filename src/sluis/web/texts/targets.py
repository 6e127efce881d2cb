"""Sentences of the targets and the forecast. Dutch first."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nav_target": ("Streefcijfer", "Target"),
    "nav_targets": ("Streefcijfers", "Targets"),
    "target_title": ("Streefcijfer en vooruitzicht", "Target and outlook"),
    "target_intro": (
        "Hoeveel gemeenten een protocol moeten krijgen, hoe ver het daarmee staat, en waar het op uitkomt als het zo "
        "voortgaat. Op elke dag, met wat er op die dag bekend was.",
        "How many municipalities are to have a protocol, how far that has come, and where it leads if it goes on like "
        "this. On any day, with what was known on that day.",
    ),
    "target_none_title": ("Geen streefcijfer op die dag", "No target on that day"),
    "target_none": (
        "Op {on} had geen agentschap een streefcijfer genoemd.",
        "On {on} no agency had named a target.",
    ),
    "target_aim_number": ("{value} gemeenten", "{value} municipalities"),
    "target_aim_one": ("1 gemeente", "1 municipality"),
    "target_aim_share": ("{value}\N{NO-BREAK SPACE}% van de gemeenten", "{value}% of the municipalities"),
    "target_aim_most": ("zoveel mogelijk gemeenten", "as many municipalities as possible"),
    "target_period": ("Periode {period}: {aim}", "Period {period}: {aim}"),
    "target_said": (
        "{agency} wil van {first} tot en met {last} {aim} met een protocol van kracht. Dat is gezegd op {on}.",
        "{agency} wants, from {first} to {last}, {aim} with a protocol in force. This was said on {on}.",
    ),
    "target_source": ("Bron: {source}", "Source: {source}"),
    "target_count": ("van kracht op {on}", "in force on {on}"),
    "target_of_needed": (
        "Dat is {reached} van de {needed} die nodig zijn.",
        "That is {reached} of the {needed} that are needed.",
    ),
    "target_missing": ("Er zijn er nog {missing} te gaan.", "There are {missing} to go."),
    "target_met": ("Het streefcijfer is gehaald.", "The target is met."),
    "target_not_met": (
        "De periode is voorbij. Het streefcijfer werd niet gehaald: er waren er {missing} te weinig.",
        "The period is over. The target was not met: there were {missing} too few.",
    ),
    "target_was_met": (
        "De periode is voorbij. Het streefcijfer werd gehaald.",
        "The period is over. The target was met.",
    ),
    "target_over": ("De periode is voorbij.", "The period is over."),
    "target_share_of": (
        "{value}\N{NO-BREAK SPACE}% van de {total} gemeenten die er op {last} zijn, is naar boven afgerond {needed}.",
        "{value}% of the {total} municipalities that there are on {last} is {needed}, rounded up.",
    ),
    "target_of_total": (
        "Er is geen getal dat gehaald moet worden. De balk toont het deel van alle {total} gemeenten.",
        "There is no number to be met. The bar shows the part of all {total} municipalities.",
    ),
    "target_history": ("Wat er eerder gezegd is", "What was said before"),
    "target_history_caption": (
        "Alles wat over deze periode gezegd is, het nieuwste eerst",
        "All that was said of this period, newest first",
    ),
    "target_said_on": ("Gezegd op", "Said on"),
    "target_aim": ("Streefcijfer", "Target"),
    "target_from_source": ("Bron", "Source"),
    "target_ahead": ("Waar dit op uitkomt", "Where this leads"),
    "target_ahead_year": ("Vooruitzicht op {until}", "Outlook for {until}"),
    "target_ahead_no_target": (
        "Op {on} liep er geen periode met een streefcijfer. Daarom kijken we een jaar vooruit.",
        "On {on} no period with a target was running. So we look a year ahead.",
    ),
    "target_future_day": (
        "Van een dag die nog moet komen, kan niets voorspeld worden: er is nog niets gebeurd om uit te leren. Kies een "
        "dag tot en met vandaag.",
        "From a day that is still to come nothing can be forecast: nothing has happened yet to learn from. Choose a "
        "day up to today.",
    ),
    "target_range": (
        "Op {until} hebben naar verwachting {low} tot {high} van de {total} gemeenten een protocol van kracht. In het "
        "midden ligt {likely}.",
        "On {until}, {low} to {high} of the {total} municipalities are expected to have a protocol in force. The "
        "middle is {likely}.",
    ),
    "target_range_same": (
        "Op {until} hebben naar verwachting {likely} van de {total} gemeenten een protocol van kracht.",
        "On {until}, {likely} of the {total} municipalities are expected to have a protocol in force.",
    ),
    "target_holds": (
        "Het is een raming. Wie honderd keer zo raamt, zit naar verwachting {holds} keer binnen het bereik.",
        "It is an estimate. Of a hundred estimates like this, {holds} are expected to hold.",
    ),
    "target_came_in": (
        "Intussen weten we het: op {until} waren het er {came}, binnen het bereik.",
        "By now we know: on {until} there were {came}, within the range.",
    ),
    "target_came_out": (
        "Intussen weten we het: op {until} waren het er {came}, buiten het bereik.",
        "By now we know: on {until} there were {came}, outside the range.",
    ),
    "target_came": (
        "Intussen weten we het: op {until} waren het er {came}.",
        "By now we know: on {until} there were {came}.",
    ),
    "target_cannot": (
        "Hoeveel het er op {until} zijn, valt nu niet eerlijk te zeggen:",
        "How many there will be on {until} cannot honestly be said now:",
    ),
    "target_chart": (
        "Aantal gemeenten met een protocol van kracht tot {on}: {count}. Daarna de raming: {low} tot {high} op "
        "{until}.",
        "Number of municipalities with a protocol in force until {on}: {count}. Then the estimate: {low} to {high} on "
        "{until}.",
    ),
    "target_chart_note": (
        "De volle lijn is wat er was. Het vlak is de raming van laag tot hoog, de streepjeslijn het midden.",
        "The full line is what there was. The area is the estimate from low to high, the dashed line the middle.",
    ),
    "target_chart_wanted": (
        "De stippellijn is wat er nodig is: {needed}.",
        "The dotted line is what is needed: {needed}.",
    ),
    "target_way_caption": (
        "De raming op enkele dagen tot {until}",
        "The estimate on some days up to {until}",
    ),
    "target_low": ("Laag", "Low"),
    "target_likely": ("Midden", "Middle"),
    "target_high": ("Hoog", "High"),
    "target_based": ("Waarop dit steunt", "What this is based on"),
    "target_based_now": (
        "Op {on} waren er {in_force} van kracht, {suspended} geschorst, {waiting} gevalideerd en nog niet begonnen, en "
        "{preparing} in voorbereiding. {free} gemeenten kunnen er nog of opnieuw een beginnen.",
        "On {on} there were {in_force} in force, {suspended} suspended, {waiting} validated and not begun yet, and "
        "{preparing} in preparation. {free} municipalities can still begin one, or begin again.",
    ),
    "target_based_new": (
        "Met het huidige tempo beginnen er ongeveer {begun} per jaar. Van 100 ontwerpen die nu beginnen, worden er "
        "naar verwachting {succeed} ooit van kracht, de helft daarvan binnen {days} dagen.",
        "At the present rate about {begun} begin each year. Of 100 drafts that begin now, {succeed} are expected to be "
        "in force some day, half of these within {days} days.",
    ),
    "target_based_lost": (
        "Van 100 protocollen van kracht gaan er ongeveer {lost} per jaar verloren. Tot {until} lopen er {ending} af "
        "volgens hun eigen tekst of na opzegging.",
        "Of 100 protocols in force about {lost} are lost each year. Up to {until}, {ending} end by their own text or "
        "after notice.",
    ),
    "target_based_learnt": (
        "Hoe lang stappen duren en hoe vaak ze lukken, is geleerd uit wat er tot {on} gebeurd en vastgelegd was. "
        "Teksten die nog ergens staan, tellen mee met de dagen die ze er al staan.",
        "How long steps take and how often they succeed is learnt from what had happened and been recorded by {on}. "
        "Texts that still stand somewhere count with the days that they have stood there.",
    ),
    "target_steps_caption": (
        "De stappen van eerste ontwerp tot validatie",
        "The steps from first draft to validation",
    ),
    "target_step": ("Toestand", "State"),
    "target_step_there": ("Nu", "Now"),
    "target_step_days": ("Dagen", "Days"),
    "target_step_on": ("Verder", "Moved on"),
    "target_step_back": ("Heropend", "Reopened"),
    "target_step_out": ("Ingetrokken", "Withdrawn"),
    "target_steps_note": (
        "Nu: zoveel teksten staan er zo. Dagen: de helft ging binnen zoveel dagen verder, als ze verdergingen. Verder, "
        "heropend, ingetrokken: zo vaak gebeurde dat tot nu toe.",
        "Now: so many texts stand there. Days: half moved on within so many days, if they moved on. Moved on, "
        "reopened, withdrawn: how often that happened so far.",
    ),
    "target_unknown": ("te weinig gevallen", "too few cases"),
    "target_how": (
        "Het model weet niets van verkiezingen, vakanties of acties die nog komen.",
        "The model knows nothing of elections, holidays or campaigns to come.",
    ),
    "target_reach": ("Wat er zou moeten gebeuren", "What would have to happen"),
    "target_chance": (
        "De kans dat er op {until} {needed} zijn als het zo voortgaat: {chance}.",
        "The chance that on {until} there are {needed} if it goes on like this: {chance}.",
    ),
    "target_chance_little": ("minder dan 5\N{NO-BREAK SPACE}%", "less than 5%"),
    "target_chance_great": ("meer dan 95\N{NO-BREAK SPACE}%", "more than 95%"),
    "target_chance_about": ("ongeveer {percent}\N{NO-BREAK SPACE}%", "about {percent}%"),
    "target_on_course": (
        "Als het zo voortgaat, zijn het er naar verwachting genoeg: {likely}.",
        "If it goes on like this, there are expected to be enough: {likely}.",
    ),
    "target_gap": (
        "Als het zo voortgaat, zijn het er naar verwachting {likely}: {gap} te weinig.",
        "If it goes on like this, there are expected to be {likely}: {gap} too few.",
    ),
    "target_spread": (
        "Gespreid tot {until} moeten er {drafts} ontwerpen meer beginnen dan met het huidige tempo: samen ongeveer "
        "{a_year} per jaar in plaats van {present}.",
        "Spread up to {until}, {drafts} drafts more must begin than at the present rate: about {a_year} a year in all "
        "instead of {present}.",
    ),
    "target_spread_none": (
        "Gespreid tot {until} lukt het niet met meer ontwerpen alleen: er zouden er meer nodig zijn dan er gemeenten "
        "zijn die nog kunnen beginnen.",
        "Spread up to {until} it cannot be done with more drafts alone: it would take more than there are "
        "municipalities that can still begin.",
    ),
    "target_now": (
        "Als ze allemaal meteen beginnen, volstaan {drafts} ontwerpen.",
        "If all of them begin at once, {drafts} drafts will do.",
    ),
    "target_now_none": (
        "Ook als ze allemaal meteen beginnen, lukt het niet met ontwerpen alleen.",
        "Even if all of them begin at once, it cannot be done with drafts alone.",
    ),
    "target_last": (
        "Een ontwerp dat na {day} begint, komt meestal te laat: de helft van wat lukt, duurt langer dan {days} dagen.",
        "A draft that begins after {day} is mostly too late: half of those that succeed take more than {days} days.",
    ),
    "target_too_late": (
        "Een ontwerp dat nu nog begint, komt meestal te laat: de helft van wat lukt, duurt langer dan {days} dagen.",
        "A draft that begins now is mostly too late: half of those that succeed take more than {days} days.",
    ),
    "target_faster": (
        "Als alle stappen half zo lang duren, zijn het er naar verwachting {faster} in plaats van {likely}.",
        "If all steps took half the time, there would be {faster} instead of {likely}.",
    ),
    "target_faster_little": (
        "Als alle stappen half zo lang duren, maakt dat weinig uit: {faster} in plaats van {likely}.",
        "If all steps took half the time, that would change little: {faster} instead of {likely}.",
    ),
    "target_faster_gap": (
        "Dan moeten er gespreid nog {drafts} ontwerpen meer beginnen dan met het huidige tempo.",
        "Then {drafts} drafts more must still begin, spread, than at the present rate.",
    ),
    "target_most_each": (
        "Van 10 ontwerpen die nu beginnen, zijn er op {until} naar verwachting {each} van kracht.",
        "Of 10 drafts that begin now: on {until}, {each} are expected to be in force.",
    ),
    "target_json": ("Deze pagina als JSON", "This page as JSON"),
    "target_set_title": ("Een streefcijfer vastleggen", "Set a target"),
    "targets_intro": (
        "Wat het agentschap gezegd heeft dat het wil bereiken. Iedereen kan het lezen, met de bron. Wat vastligt, "
        "wordt niet meer gewijzigd: wie iets anders zegt over dezelfde periode, legt dat ernaast, en vanaf "
        "die dag telt dat.",
        "What the agency said that it wants to reach. Everybody can read it, with the source. What was set is not "
        "changed: who says something else of the same period sets that beside it, and from that day on it counts.",
    ),
    "targets_public": ("De openbare pagina", "The public page"),
    "targets_caption": (
        "Alles wat het agentschap gezegd heeft, het nieuwste eerst",
        "All that the agency said, newest first",
    ),
    "targets_empty": ("Er is nog niets vastgelegd.", "Nothing was set yet."),
    "targets_period": ("Periode", "Period"),
    "targets_period_hint": ("Zoals men ze noemt, bijvoorbeeld 2024-2029.", "As people call it, for example 2024-2029."),
    "targets_first_day": ("Eerste dag", "First day"),
    "targets_last_day": ("Laatste dag", "Last day"),
    "targets_last_day_hint": (
        "Op deze dag wordt geteld. Een percentage is er een van de gemeenten die er dan zijn.",
        "On this day it is counted. A percentage is of the municipalities that there are then.",
    ),
    "targets_kind": ("Wat is het streefcijfer?", "What is the target?"),
    "targets_value": ("Getal", "Number"),
    "targets_value_hint": (
        "Het aantal gemeenten of het percentage. Laat dit leeg bij zoveel mogelijk.",
        "The number of municipalities or the percentage. Leave this empty for as many as possible.",
    ),
    "targets_said_on": ("Gezegd op", "Said on"),
    "targets_said_on_hint": (
        "De dag waarop het in het openbaar gezegd is. Vanaf die dag telt het.",
        "The day on which it was said in public. It counts from that day on.",
    ),
    "targets_source": ("Waar het gezegd is", "Where it was said"),
    "targets_source_hint": (
        "Zodat iedereen het kan nalezen, bijvoorbeeld een antwoord in het parlement. Noem geen personen.",
        "So that everybody can look, for example an answer in parliament. Name no people.",
    ),
    "targets_set": ("Vastleggen", "Set"),
    "targets_done": (
        "Vastgelegd: {period}, {aim}. Het staat nu op de openbare pagina.",
        "Set: {period}, {aim}. It is on the public page now.",
    ),
}
