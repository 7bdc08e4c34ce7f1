"""Words by which columns and cells of a diary are known, in the languages of many apps.

They are compared without case and accents. English, German, French, Spanish, Italian, Dutch,
Portuguese; a few of Polish, Russian, Chinese and Japanese.
"""

import re
import unicodedata
from collections.abc import Iterable

DAY = (
    "full_date date_formatted date datum fecha data day tag jour dia giorno dag timestamp datetime "
    "zeitstempel zeitpunkt horodatage when created dzien дата день 日付 日期"
)
TIME = (
    "time uhrzeit zeit heure hora ora tijd tijdstip weekday wochentag hour end_time start_time id "
    "uuid of время 時間 时间 timezone"
)
PAIN = "pain schmerz schmerzen douleur dolor dolore pijn dor bol боль 痛み 疼痛 ache nrs vas"
KNEE = (
    "knee knees knie knien genou genoux rodilla rodillas ginocchio ginocchia joelho joelhos kolano "
    "колено 膝 膝盖"
)
SCORE = (
    "level intensity severity strength score rating value scale staerke starke intensitat "
    "intensitaet wert stufe niveau intensite valeur nivel intensidad valor livello intensita "
    "valore sterkte ernst waarde amount"
)
SIDE = "side seite cote lado lato kant zijde laterality lateralitat"
ABOUT = (
    "location locations body region regions area part site feature featurename tracker name "
    "symptom category detail habit ort stelle korperteil bereich name "
    "localisation zone lieu partie ubicacion localizacion zona parte posizione plaats plek local"
)
NOTE = (
    "note notes comment comments kommentar kommentare notiz notizen bemerkung bemerkungen remarque "
    "remarques commentaire commentaires nota notas comentario comentarios commento note opmerking "
    "opmerkingen notitie observacoes notatka заметка 备注 メモ description journal text"
)

LEFT = "left l links linkes linker gauche g izquierda izquierdo sinistra sinistro esquerdo esquerda"
RIGHT = (
    "right r rechts rechtes rechter droite droit d derecha derecho destra destro direito direita"
)
BOTH = "both beide beidseits bilateral deux ambos ambas entrambe entrambi"

SEVERITY = {
    0: "none no nil kein keine keiner nichts aucun aucune nulle ninguno nada nessuno geen nenhum",
    2: "mild slight low leicht gering leger legere faible leve lieve licht ligeiro",
    5: "moderate medium mittel massig maessig moderee modere moyen moderado moderato matig medio",
    8: "severe strong high stark heftig forte fort severe severo fuerte grave ernstig hevig",
    10: "worst unbearable extreme unertraglich unertraeglich insupportable insoportable "
    "insopportabile ondraaglijk",
}
"""The usual words for pain as 0-10: the middle of what is called mild (1-3), moderate (4-6) and
severe (7-10) on a numeric rating scale. A proposal: the person says what theirs mean."""

MONTHS = (
    "jan januar january janvier janv enero ene gennaio gen januari janeiro",
    "feb februar february fevrier fevr febrero febbraio februari fevereiro fev",
    "mar mrz marz maerz march mars marzo maart mrt marco",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio mag mei maio",
    "jun juni june juin junio giugno giu junho",
    "jul juli july juillet juil julio luglio lug julho",
    "aug august aout agosto ago augustus",
    "sep sept september septembre septiembre settembre set setembro",
    "oct okt oktober october octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec dez dezember december decembre diciembre dic dicembre dezembro",
)

_WORD = re.compile(r"[^\W\d_]+")


def bare(text: str) -> str:
    """`text` without case and accents."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def words_in(text: str) -> list[str]:
    """The words of `text`, bare, also those that are only told apart by a capital letter."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return _WORD.findall(bare(spaced))


def set_of(*lists: str) -> frozenset[str]:
    """The words of `lists`, bare."""
    return frozenset(bare(" ".join(lists)).split())


def mentions(text: str, known: Iterable[str]) -> bool:
    """Whether a word of `text` is one of `known`, or contains a longer one, as Kniegelenk."""
    words = words_in(text)
    longer = [part for part in known if len(part) > 3 or not part.isascii()]
    return any(word in known or any(part in word for part in longer) for word in words)
