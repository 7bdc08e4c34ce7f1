"""Paths of a leg seen from its outer side, facing right: skin, bones, tissue, and the places.

Coordinates are px of the drawing of 340 by 470, with y downwards.
"""

from dataclasses import dataclass

from kneeapp.domain.screening.education import Joint

BONE = "#f6ecd9"
BONE_EDGE = "#b9a27f"

SKIN = (
    "M136 6C140 22 142 34 136 50C128 68 116 84 113 106C111 126 120 140 127 152"
    "C136 178 143 214 147 244C149 258 148 268 144 282C132 304 131 330 138 356"
    "C143 378 146 394 145 408"
    "C142 418 135 426 135 438Q135 450 147 450L236 450Q247 450 246 441C240 428 210 424 192 410"
    "C184 402 180 392 183 372C188 340 197 312 198 294C199 286 205 278 205 266"
    "C206 254 202 246 203 234"
    "C208 206 214 176 212 146C210 122 203 104 205 84C209 60 213 36 206 6Z"
)

_SPINE = "".join(
    f"M{x} {y}l18 2q2 5 0 9l-18-1.6q-2-5 0-9.4Z"
    for x, y in ((146, 8), (149, 21), (149, 34), (147, 47))
)
BONES = (
    _SPINE
    # sacrum, ilium and seat bone
    + "M143 60l18 3l-7 26q-9 4-14-2ZM141 66C150 56 184 54 196 66C199 74 195 84 189 88"
    "C186 98 184 104 182 110"
    "C176 120 164 122 156 116C152 124 150 132 146 136C140 136 138 128 142 120"
    "C148 108 144 100 140 90Z"
    # thigh bone with head and trochanter, kneecap
     + "M158 108Q152 112 154 122L160 132C164 170 166 208 165 240Q160 252 160 260"
    "Q164 268 176 266Q190 268 193 258"
    "Q192 250 184 242C182 206 178 168 174 130L180 120Q184 108 174 104Q166 102 158 108Z"
    "M196 249Q204 252 203 262Q200 272 194 271Q190 260 196 249Z"
    # shin bone, calf bone, foot
     + "M162 272Q178 270 194 274Q194 284 188 292C182 326 178 364 175 396Q178 404 172 405"
    "L160 404Q158 400 162 394"
    "C168 356 170 316 166 290Q160 282 162 272ZM156 282Q162 280 162 290"
    "C160 326 158 364 158 398Q160 410 156 412"
    "Q152 408 153 398C153 360 155 320 156 282Z"
    "M158 408Q172 402 182 410Q204 420 222 432Q238 434 240 442Q230 446 214 443L182 436"
    "Q166 434 160 444"
    "Q148 448 143 440Q142 428 150 422Z"
)

TISSUE = {
    "low_back_hip": "M139 6L144 58Q150 64 164 60L168 8ZM157 104a11 11 0 1 0 22 0a11 11 0 1 0-22 0Z",
    "lateral_hip": (
        "M139 70C150 58 176 56 186 64C182 84 172 106 165 122Q158 124 154 118C150 104 142 88 139 70Z"
    ),
    "lateral_thigh": (
        "M172 74Q182 76 182 92C178 130 174 200 184 284Q178 290 174 286C164 240 160 160 166 100Z"
    ),
    "hip_flexors": (
        "M168 30L176 34C186 56 196 76 198 98C192 118 182 132 174 138L172 128C182 112 184 96 180 78Z"
    ),
    "weakness": "M190 112Q206 112 208 146C210 180 204 216 199 246L192 248C188 214 186 160 190 112Z"
    "M126 90Q116 100 117 116Q124 136 138 148Q150 130 148 104Q140 90 126 90Z",
    "ankle": "M148 396Q164 390 182 398Q192 412 186 424Q166 434 150 426Q142 412 148 396Z",
}


@dataclass(frozen=True)
class ChainPlace:
    """One place of the chain: two lines of text, the position of the text, and of the place."""

    lines: tuple[str, str]
    text: tuple[float, float]
    dot: tuple[float, float]
    description: str


PLACES = {
    "low_back_hip": ChainPlace(
        ("Low back", "and hip joint"), (8, 30), (153, 44), "low back and hip joint"
    ),
    "lateral_hip": ChainPlace(
        ("Outer hip", "gluteus medius"), (8, 112), (152, 92), "outer hip (gluteus medius)"
    ),
    "lateral_thigh": ChainPlace(
        ("Outer thigh", "iliotibial band"), (8, 196), (165, 190), "outer thigh (iliotibial band)"
    ),
    "hip_flexors": ChainPlace(
        ("Hip flexors", "and sitting"), (230, 62), (190, 92), "hip flexors and sitting"
    ),
    "weakness": ChainPlace(
        ("Weakness", "of hip or thigh"), (230, 156), (198, 170), "weakness of hip or thigh"
    ),
    "ankle": ChainPlace(("Ankle", "and foot"), (8, 372), (161, 412), "ankle and foot"),
}
KNEE = (179.0, 267.0)


@dataclass(frozen=True)
class JointPlace:
    """The position of a joint, and the path of its arrow to the knee."""

    dot: tuple[float, float]
    pull: str = ""


JOINTS = {
    Joint.BACK: JointPlace((157, 36), "M153 58C150 90 160 100 167 118C176 170 182 210 180 246"),
    Joint.HIP: JointPlace((168, 104), "M173 128C182 165 186 210 182 244"),
    Joint.KNEE: JointPlace(KNEE),
    Joint.ANKLE: JointPlace((165, 408), "M166 392C166 352 174 318 178 290"),
}
