"""The places on the body that a routine works on."""

from kneeapp.domain.labelled_enum import LabelledEnum


class Area(LabelledEnum):
    """A place that a routine works on; the values are stored and used in content files."""

    GLUTEUS_MEDIUS = "gluteus_medius", "Outer hip (gluteus medius)"
    ILIOTIBIAL_BAND = "iliotibial_band", "Outer thigh (iliotibial band)"
    TENSOR_FASCIAE_LATAE = "tensor_fasciae_latae", "Outer front of the hip (tensor fasciae latae)"
    GLUTEUS_MAXIMUS = "gluteus_maximus", "Buttock (gluteus maximus)"
    HIP_FLEXORS = "hip_flexors", "Front of the hip (hip flexors)"
    HIP_JOINT = "hip_joint", "Hip joint"
    LOW_BACK = "low_back", "Low back"
    ANKLE = "ankle", "Ankle"
    CALF = "calf", "Calf"

    @property
    def place(self) -> str:
        """The label without the muscle, for narrow places on the screen."""
        return self.label.split(" (")[0]
