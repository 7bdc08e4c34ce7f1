"""The places on the body that a routine works on."""

from enum import StrEnum


class Area(StrEnum):
    """A place that a routine works on; the values are stored and used in content files."""

    GLUTEUS_MEDIUS = "gluteus_medius"
    ILIOTIBIAL_BAND = "iliotibial_band"
    TENSOR_FASCIAE_LATAE = "tensor_fasciae_latae"
    GLUTEUS_MAXIMUS = "gluteus_maximus"
    HIP_FLEXORS = "hip_flexors"
    HIP_JOINT = "hip_joint"
    LOW_BACK = "low_back"
    ANKLE = "ankle"
    CALF = "calf"

    @property
    def label(self) -> str:
        return AREA_LABELS[self]

    @property
    def place(self) -> str:
        """The label without the muscle, for narrow places on the screen."""
        return self.label.split(" (")[0]


AREA_LABELS = {
    Area.GLUTEUS_MEDIUS: "Outer hip (gluteus medius)",
    Area.ILIOTIBIAL_BAND: "Outer thigh (iliotibial band)",
    Area.TENSOR_FASCIAE_LATAE: "Outer front of the hip (tensor fasciae latae)",
    Area.GLUTEUS_MAXIMUS: "Buttock (gluteus maximus)",
    Area.HIP_FLEXORS: "Front of the hip (hip flexors)",
    Area.HIP_JOINT: "Hip joint",
    Area.LOW_BACK: "Low back",
    Area.ANKLE: "Ankle",
    Area.CALF: "Calf",
}
